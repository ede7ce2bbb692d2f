// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A control plane with our definitions and the permissions of {@code deploy/controller.yaml}, but not its Deployment. */
record ControlPlane(KubernetesClient admin, Path kubeconfigOfController) implements AutoCloseable {

    private static final String NAMESPACE = "autoscale";
    private static final String NAME = "keda-controller";
    private static final long TOKEN_SECONDS = 7_200;

    /**
     * Installs them.
     *
     * @param kubeconfig the file of the administrator
     * @param folder where the kubeconfig of the controller is written
     */
    static ControlPlane at(Path kubeconfig, Path folder) throws IOException {
        KubernetesClient admin = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        ControlPlane plane = new ControlPlane(admin, folder.resolve("kubeconfig"));
        plane.create(NAMESPACE);
        plane.apply(Path.of("deploy/chart/files/crds.yaml"));
        plane.apply(Path.of("deploy/controller.yaml"));
        plane.writeKubeconfig();
        return plane;
    }

    void apply(Path manifest) throws IOException {
        for (HasMetadata resource : admin.load(Files.newInputStream(manifest)).items()) {
            if (!(resource instanceof Deployment)
                    || !resource.getMetadata().getName().equals(NAME)) {
                admin.resource(resource).createOr(existing -> existing.patch());
            }
        }
    }

    /** Creates a namespace. */
    void create(String name) {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.patch());
    }

    /**
     * The permissions of the controller that no request needed, as verb and resource.
     *
     * @param auditLog the log of the requests of service accounts
     */
    Set<String> grantedAndUnused(Path auditLog) throws IOException {
        Set<String> unused = Stream.concat(
                        admin.rbac().clusterRoles().withName("keda-controller.autoscale").get().getRules().stream(),
                        admin
                                .rbac()
                                .roles()
                                .inNamespace(NAMESPACE)
                                .withName("keda-controller-lease")
                                .get()
                                .getRules()
                                .stream())
                .flatMap(rule -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream().map(verb -> verb + " " + resource)))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String line : Files.readAllLines(auditLog)) {
            GenericKubernetesResource request =
                    admin.getKubernetesSerialization().unmarshal(line, GenericKubernetesResource.class);
            String subresource = request.get("objectRef", "subresource");
            if (("system:serviceaccount:" + NAMESPACE + ":" + NAME).equals(request.get("user", "username"))) {
                unused.remove(request.get("verb") + " " + request.get("objectRef", "resource")
                        + (subresource == null ? "" : "/" + subresource));
            }
        }
        return unused;
    }

    @Override
    public void close() {
        admin.close();
    }

    /** With a token of the controller's service account. */
    private void writeKubeconfig() throws IOException {
        String token = admin.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName(NAME)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        String certificate = Base64.getEncoder()
                .encodeToString(
                        Files.readAllBytes(Path.of(admin.getConfiguration().getCaCertFile())));
        Files.writeString(kubeconfigOfController, """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: '%s', certificate-authority-data: %s}}]
                users: [{name: test, user: {token: '%s'}}]
                contexts: [{name: test, context: {cluster: test, user: test, namespace: autoscale}}]
                current-context: test
                """.formatted(admin.getMasterUrl(), certificate, token));
    }
}
