// A client on crypto/tls: VERSION PORT FOLDER WHO [TIMES], where WHO is "-" for nobody. Prints the page and whether it came
// back with a session, or why there is no page.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"strconv"
)

func main() {
	version, port, folder, who := os.Args[1], os.Args[2], os.Args[3]+"/", os.Args[4]
	code := map[string]uint16{"1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13}[version]
	roots, _ := os.ReadFile(folder + "root.crt")
	config := &tls.Config{ServerName: "localhost", MinVersion: code, MaxVersion: code, RootCAs: x509.NewCertPool()}
	config.RootCAs.AppendCertsFromPEM(roots)
	if who != "-" {
		pair, err := tls.LoadX509KeyPair(folder+who+".crt", folder+who+".key")
		if err != nil {
			panic(err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	times := 1
	if len(os.Args) > 5 {
		times, _ = strconv.Atoi(os.Args[5])
	}
	for range times {
		get(port, config)
	}
}

func get(port string, config *tls.Config) {
	conn, err := tls.Dial("tcp", "127.0.0.1:"+port, config)
	if err != nil {
		fmt.Println("refused:", err)
		return
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n")
	page, err := io.ReadAll(conn)
	state := conn.ConnectionState()
	fmt.Println(tls.VersionName(state.Version), string(page), "reused", state.DidResume)
	if err != nil {
		fmt.Println("refused:", err)
	}
}
