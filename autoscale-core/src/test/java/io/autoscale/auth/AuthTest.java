// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {

    private static final String PLANTED = "hunter2";
    private static final AuthenticationRequest ANONYMOUS = new AuthenticationRequest(null, "media", "videos", "sa");

    @Test
    void a_secret_is_shown_only_when_it_is_revealed() {
        Secret secret = Secret.of(PLANTED);

        assertThat(secret).hasToString("****");
        assertThat(secret.reveal()).isEqualTo(PLANTED);
        assertThatNullPointerException().isThrownBy(() -> Secret.of(null)).withMessage("text");
    }

    @Test
    void secrets_are_equal_by_their_text() {
        assertThat(Secret.of(PLANTED))
                .isEqualTo(Secret.of(PLANTED))
                .hasSameHashCodeAs(Secret.of(PLANTED))
                .isNotEqualTo(Secret.of("hunter3"))
                .isNotEqualTo(PLANTED);
    }

    @Test
    void parameters_print_names_only() {
        AuthParameters parameters = AuthParameters.of(Map.of("b", PLANTED, "a", PLANTED));

        assertThat(parameters).hasToString("AuthParameters{a=****, b=****}");
        assertThat(parameters.get("a")).contains(Secret.of(PLANTED));
        assertThat(parameters.get("A")).isEmpty();
        assertThat(parameters.names()).containsExactlyInAnyOrder("a", "b");
        assertThat(AuthParameters.none()).hasToString("AuthParameters{}");
        assertThat(parameters)
                .isEqualTo(AuthParameters.of(Map.of("a", PLANTED, "b", PLANTED)))
                .hasSameHashCodeAs(AuthParameters.of(Map.of("a", PLANTED, "b", PLANTED)))
                .isNotEqualTo(AuthParameters.none())
                .isNotEqualTo(PLANTED);
    }

    @Test
    void no_type_prints_a_secret_it_contains() {
        AuthParameters parameters = AuthParameters.of(Map.of("awsSecretAccessKey", PLANTED));
        PodIdentity identity = PodIdentity.aws().assuming("arn:role").withExternalId(PLANTED);
        Authentication authentication = new Authentication(parameters, identity);

        assertThat(parameters.toString()).doesNotContain(PLANTED);
        assertThat(identity.toString()).doesNotContain(PLANTED);
        assertThat(authentication.toString()).doesNotContain(PLANTED).contains("arn:role");
        assertThat(String.valueOf(parameters.get("awsSecretAccessKey"))).doesNotContain(PLANTED);
    }

    @Test
    void a_pod_identity_is_built_step_by_step() {
        PodIdentity identity = PodIdentity.aws()
                .ownedBy(IdentityOwner.WORKLOAD)
                .assuming("arn:role")
                .withExternalId("x");

        assertThat(identity).hasToString("PodIdentity[AWS, WORKLOAD, arn:role]");
        assertThat(identity.provider()).isEqualTo(PodIdentity.Provider.AWS);
        assertThat(identity.owner()).isEqualTo(IdentityOwner.WORKLOAD);
        assertThat(identity.roleArn()).contains("arn:role");
        assertThat(identity.roles()).containsExactly(RoleToAssume.of("arn:role").withExternalId("x"));
        assertThat(PodIdentity.none()).hasToString("PodIdentity[NONE, CONTROLLER]");
        assertThat(PodIdentity.aws().roleArn()).isEmpty();
        assertThat(PodIdentity.aws().roles()).isEmpty();
    }

    @Test
    void pod_identities_are_equal_by_all_parts() {
        PodIdentity identity = PodIdentity.aws().assuming("a").withExternalId("x");

        assertThat(identity)
                .isEqualTo(PodIdentity.aws().assuming(RoleToAssume.of("a").withExternalId("x")))
                .hasSameHashCodeAs(
                        PodIdentity.aws().assuming(RoleToAssume.of("a").withExternalId("x")))
                .isNotEqualTo(PodIdentity.aws().assuming("b").withExternalId("x"))
                .isNotEqualTo(PodIdentity.aws().assuming("a").withExternalId("y"))
                .isNotEqualTo(PodIdentity.none().assuming("a").withExternalId("x"))
                .isNotEqualTo(identity.ownedBy(IdentityOwner.WORKLOAD))
                .isNotEqualTo("identity");
    }

    @Test
    void the_parts_of_an_authentication_are_required() {
        assertThat(Authentication.none()).isEqualTo(new Authentication(AuthParameters.none(), PodIdentity.none()));
        assertThatNullPointerException()
                .isThrownBy(() -> new Authentication(null, PodIdentity.none()))
                .withMessage("parameters");
        assertThatNullPointerException()
                .isThrownBy(() -> new Authentication(AuthParameters.none(), null))
                .withMessage("podIdentity");
        assertThatNullPointerException()
                .isThrownBy(() -> PodIdentity.aws().assuming((String) null))
                .withMessage("roleArn");
        assertThatNullPointerException()
                .isThrownBy(() -> PodIdentity.aws().withExternalId(null))
                .withMessage("externalId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_reference_has_a_name(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthenticationRef.of(name))
                .withMessage(
                        "authenticationRef.name: '" + name + "' is not valid, expected the name of an authentication");
    }

    @Test
    void a_request_names_the_workload() {
        AuthenticationRef ref = AuthenticationRef.of("aws");

        assertThat(ref.kind()).isEqualTo(AuthenticationRef.Kind.TRIGGER_AUTHENTICATION);
        assertThat(ANONYMOUS.referenceIfAny()).isEmpty();
        assertThat(new AuthenticationRequest(ref, "media", "videos", "sa").referenceIfAny())
                .contains(ref);
        assertThatNullPointerException()
                .isThrownBy(() -> new AuthenticationRequest(ref, null, "videos", "sa"))
                .withMessage("namespace");
        assertThatNullPointerException()
                .isThrownBy(() -> new AuthenticationRequest(ref, "media", null, "sa"))
                .withMessage("workload");
        assertThatNullPointerException()
                .isThrownBy(() -> new AuthenticationRequest(ref, "media", "videos", null))
                .withMessage("serviceAccount");
        assertThatNullPointerException()
                .isThrownBy(() -> new AuthenticationRef("aws", null))
                .withMessage("kind");
    }

    @Test
    void the_default_provider_uses_the_own_identity_and_rejects_references() {
        AuthenticationRequest request = new AuthenticationRequest(AuthenticationRef.of("aws"), "media", "videos", "sa");

        assertThat(AuthProvider.ownIdentity().resolve(ANONYMOUS).podIdentity()).isEqualTo(PodIdentity.ownByDefault());
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> AuthProvider.ownIdentity().resolve(request))
                .withMessage("authenticationRef aws of media/videos cannot be resolved: the Autoscaler has"
                        + " no AuthProvider")
                .withNoCause();
    }

    @Test
    void a_fixed_provider_gives_every_request_the_same() {
        Authentication authentication = new Authentication(AuthParameters.of(Map.of("a", "b")), PodIdentity.none());

        assertThat(AuthProvider.fixed(authentication).resolve(ANONYMOUS)).isSameAs(authentication);
        assertThat(AuthProvider.podIdentity(PodIdentity.aws()).resolve(ANONYMOUS))
                .isEqualTo(new Authentication(AuthParameters.none(), PodIdentity.aws()));
    }
}
