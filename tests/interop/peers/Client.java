// A client on the JDK's HttpClient: VERSION PORT FOLDER WHO [TIMES], where WHO is "-" for nobody. Prints the page and when its
// session was made, in milliseconds, or why there is no page.

import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

class Client {
    public static void main(String[] args) throws Exception {
        String version = "TLSv" + args[0], folder = args[2] + "/", who = args[3];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(who.equals("-") ? null : keys(folder + who + ".p12"), trust(folder + "root.crt").getTrustManagers(), null);
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .sslContext(context).sslParameters(parameters).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + args[1] + "/")).build();
        try {
            for (int times = args.length > 4 ? Integer.parseInt(args[4]) : 1; times > 0; times--) {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                SSLSession session = response.sslSession().get();
                System.out.println(session.getProtocol() + " " + response.body() + "made " + session.getCreationTime());
            }
        } catch (java.io.IOException error) {
            System.out.println("refused: " + error);
        }
    }

    static KeyManager[] keys(String file) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (FileInputStream in = new FileInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    static TrustManagerFactory trust(String file) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (FileInputStream in = new FileInputStream(file)) {
            store.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
