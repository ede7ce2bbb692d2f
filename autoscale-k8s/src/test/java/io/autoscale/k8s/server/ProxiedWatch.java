// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One watch that is open: what the API server sends is passed on, or held back. */
final class ProxiedWatch {

    private final Socket client;
    private final Socket backend;
    private final ProxiedRequest request;
    private boolean stalled;

    ProxiedWatch(Socket client, Socket backend, ProxiedRequest request) {
        this.client = client;
        this.backend = backend;
        this.request = request;
    }

    /** From the API server to the client, until either is gone. */
    void pumpEvents() throws IOException, InterruptedException {
        InputStream in = backend.getInputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            synchronized (this) {
                while (stalled && !client.isClosed()) {
                    wait(1_000);
                }
            }
            write(buffer, read);
        }
    }

    /** From the client to the API server: the frames of a web socket, and its end. */
    void pumpRequests() {
        try {
            client.getInputStream().transferTo(backend.getOutputStream());
        } catch (IOException e) {
            // the client is gone
        } finally {
            cut();
        }
    }

    synchronized void stall(boolean hold) {
        stalled = hold;
        notifyAll();
    }

    void cut() {
        close(client);
        close(backend);
        stall(false);
    }

    void expire() {
        try {
            byte[] gone = Answers.gone(request.isWebSocket());
            write(gone, gone.length);
        } catch (IOException e) {
            cut();
        }
    }

    private void write(byte[] bytes, int length) throws IOException {
        OutputStream out = client.getOutputStream();
        synchronized (out) {
            out.write(bytes, 0, length);
            out.flush();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed is what it should be
        }
    }
}
