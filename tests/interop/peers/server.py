"""A server on Python's ssl for one client with a certificate, or as many as it is told: VERSION FOLDER [TIMES]."""
import socket
import ssl
import sys

version, folder, *times = sys.argv[1:]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=f"{folder}/root.crt")
context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, "TLSv1_" + version[2:])
context.load_cert_chain(f"{folder}/server.crt", f"{folder}/server.key")
context.verify_mode = ssl.CERT_REQUIRED
listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
for _ in range(int(*times or "1")):
    tcp, _ = listener.accept()
    try:
        with context.wrap_socket(tcp, server_side=True) as tls:
            tls.recv(4096)
            subject = dict(pair for name in tls.getpeercert()["subject"] for pair in name)
            reused = str(tls.session_reused).lower()
            tls.sendall(f"HTTP/1.0 200 OK\r\n\r\nhello {subject['commonName']}, reused {reused}".encode())
            tls.unwrap()
    except OSError as error:
        print("refused:", error)
