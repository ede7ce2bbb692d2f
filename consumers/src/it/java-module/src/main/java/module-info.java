// SPDX-License-Identifier: Apache-2.0
module com.example {
    requires io.autoscale.core;
    requires io.autoscale.aws;
    requires io.autoscale.k8s;
    requires kubernetes.client.api;

    exports com.example;
}
