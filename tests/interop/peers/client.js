// A client on Node's tls: VERSION PORT FOLDER WHO, where WHO is "-" for nobody. Prints the page, or why there is none.
const tls = require('tls'), fs = require('fs');
const [version, port, folder, who] = process.argv.slice(2);
const read = name => fs.readFileSync(`${folder}/${name}`);
const ours = who === '-' ? {} : { cert: read(`${who}.crt`), key: read(`${who}.key`) };
const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: read('root.crt'),
    minVersion: `TLSv${version}`, maxVersion: `TLSv${version}`, ...ours }, () => {
    console.log(socket.getProtocol());
    socket.write('GET / HTTP/1.0\r\n\r\n');
});
socket.on('data', data => process.stdout.write(data)).on('error', error => console.log('refused: ' + error));
