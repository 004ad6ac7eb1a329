// A client on Node's tls: VERSION PORT FOLDER WHO [TIMES], where WHO is "-" for nobody. Prints the page and whether it came
// back with a session, or why there is no page.
const tls = require('tls'), fs = require('fs');
const [version, port, folder, who, times = '1'] = process.argv.slice(2);
const read = name => fs.readFileSync(`${folder}/${name}`);
const ours = who === '-' ? {} : { cert: read(`${who}.crt`), key: read(`${who}.key`) };
const get = (times, session) => {
    let last = session;
    const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: read('root.crt'), session,
        minVersion: `TLSv${version}`, maxVersion: `TLSv${version}`, ...ours }, () => {
        console.log(socket.getProtocol(), 'reused', socket.isSessionReused());
        socket.write('GET / HTTP/1.0\r\n\r\n');
    });
    socket.on('data', data => process.stdout.write(data)).on('session', session => { last = session; });
    socket.on('error', error => console.log('refused: ' + error)).on('close', () => times > 1 && get(times - 1, last));
};
get(Number(times));
