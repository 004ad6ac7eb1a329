"""A server on Python's ssl for one client with a certificate: VERSION FOLDER."""
import socket
import ssl
import sys

version, folder = sys.argv[1:]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=f"{folder}/root.crt")
context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, "TLSv1_" + version[2:])
context.load_cert_chain(f"{folder}/server.crt", f"{folder}/server.key")
context.verify_mode = ssl.CERT_REQUIRED
listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
tcp, _ = listener.accept()
try:
    with context.wrap_socket(tcp, server_side=True) as tls:
        tls.recv(4096)
        subject = dict(pair for name in tls.getpeercert()["subject"] for pair in name)
        tls.sendall(f"HTTP/1.0 200 OK\r\n\r\nhello {subject['commonName']}".encode())
        tls.unwrap()
except OSError as error:
    print("refused:", error)
