// A server on crypto/tls for one client with a certificate, or as many as it is told: VERSION FOLDER [TIMES].
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strconv"
)

func main() {
	version, folder := os.Args[1], os.Args[2]+"/"
	code := map[string]uint16{"1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13}[version]
	pair, err := tls.LoadX509KeyPair(folder+"server.crt", folder+"server.key")
	if err != nil {
		panic(err)
	}
	roots, _ := os.ReadFile(folder + "root.crt")
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: code, MaxVersion: code,
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool()}
	config.ClientCAs.AppendCertsFromPEM(roots)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("port", listener.Addr().(*net.TCPAddr).Port)
	times := 1
	if len(os.Args) > 3 {
		times, _ = strconv.Atoi(os.Args[3])
	}
	for range times {
		serve(listener, config)
	}
}

func serve(listener net.Listener, config *tls.Config) {
	tcp, err := listener.Accept()
	if err != nil {
		panic(err)
	}
	conn := tls.Server(tcp, config)
	defer conn.Close()
	if err := conn.Handshake(); err != nil {
		fmt.Println("refused:", err)
		return
	}
	conn.Read(make([]byte, 4096))
	state := conn.ConnectionState()
	who := state.PeerCertificates[0].Subject.CommonName
	fmt.Fprintf(conn, "HTTP/1.0 200 OK\r\n\r\nhello %s, reused %v", who, state.DidResume)
}
