// A server on Node's tls for one client with a certificate, or as many as it is told: VERSION FOLDER [TIMES].
const tls = require('tls'), fs = require('fs');
const [version, folder, times = '1'] = process.argv.slice(2);
const read = name => fs.readFileSync(`${folder}/${name}`);
let left = Number(times);
const done = () => { if (--left === 0) server.close(); };
const server = tls.createServer({ ca: read('root.crt'), cert: read('server.crt'), key: read('server.key'),
    requestCert: true, rejectUnauthorized: true, minVersion: `TLSv${version}`, maxVersion: `TLSv${version}` }, socket => {
    socket.once('data', () => {
        const who = socket.getPeerCertificate().subject.CN;
        socket.end(`HTTP/1.0 200 OK\r\n\r\nhello ${who}, reused ${socket.isSessionReused()}`);
        done();
    }).on('error', () => {});
});
server.on('tlsClientError', error => { console.log('refused: ' + error); done(); });
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
