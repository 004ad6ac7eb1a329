"""A client on Python's ssl: VERSION PORT FOLDER WHO [TIMES], where WHO is "-" for nobody. Prints the page and whether it
came back with a session, or why there is no page."""
import socket
import ssl
import sys

version, port, folder, who, *times = sys.argv[1:]
context = ssl.create_default_context(cafile=f"{folder}/root.crt")
context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, "TLSv1_" + version[2:])
if who != "-":
    context.load_cert_chain(f"{folder}/{who}.crt", f"{folder}/{who}.key")
session = None
try:
    for _ in range(int(*times or "1")):
        with socket.create_connection(("127.0.0.1", int(port))) as tcp:
            with context.wrap_socket(tcp, server_hostname="localhost", session=session) as tls:
                tls.sendall(b"GET / HTTP/1.0\r\n\r\n")
                print(tls.version())
                print("tls-unique", tls.get_channel_binding("tls-unique").hex())
                while data := tls.recv(4096):
                    print(data.decode())
                session = tls.session
                print("reused", str(tls.session_reused).lower())
except OSError as error:
    print("refused:", error)
