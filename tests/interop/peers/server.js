// A server on Node's tls for one client with a certificate: VERSION FOLDER.
const tls = require('tls'), fs = require('fs');
const [version, folder] = process.argv.slice(2);
const read = name => fs.readFileSync(`${folder}/${name}`);
const server = tls.createServer({ ca: read('root.crt'), cert: read('server.crt'), key: read('server.key'),
    requestCert: true, rejectUnauthorized: true, minVersion: `TLSv${version}`, maxVersion: `TLSv${version}` }, socket => {
    socket.once('data', () => {
        socket.end('HTTP/1.0 200 OK\r\n\r\nhello ' + socket.getPeerCertificate().subject.CN);
        server.close();
    }).on('error', () => {});
});
server.on('tlsClientError', error => { console.log('refused: ' + error); server.close(); });
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
