// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * An HTTP transport that records every host and connects only to loopback, so that no test can call
 * AWS.
 */
final class HostTrap implements SdkHttpClient {

    private final SdkHttpClient real = Apache5HttpClient.create();
    private final Set<String> contacted = new TreeSet<>();

    /** The hosts so far, with the port where it is not the usual one. */
    synchronized Set<String> contacted() {
        return new TreeSet<>(contacted);
    }

    synchronized void forget() {
        contacted.clear();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        SdkHttpRequest http = request.httpRequest();
        note(http.getUri().getAuthority());
        return http.host().equals("127.0.0.1") ? real.prepareRequest(request) : new Unreachable();
    }

    @Override
    public void close() {
        real.close();
    }

    private synchronized void note(String host) {
        contacted.add(host);
    }

    private static final class Unreachable implements ExecutableHttpRequest {

        @Override
        public HttpExecuteResponse call() throws IOException {
            throw new IOException("out of reach of a test");
        }

        @Override
        public void abort() {}
    }
}
