// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.autoscale.aws", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule identity_comes_first = noClasses()
            .that()
            .resideInAPackage("..aws.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.autoscale.aws", "..aws.client..", "..aws.sqs..");

    @ArchTest
    static final ArchRule clients_know_no_service_of_ours = noClasses()
            .that()
            .resideInAPackage("..aws.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.autoscale.aws", "..aws.sqs..");

    @ArchTest
    static final ArchRule sources_do_not_know_the_root = noClasses()
            .that()
            .resideInAPackage("..aws.sqs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.autoscale.aws");

    @ArchTest
    static final ArchRule packages_form_no_circle =
            slices().matching("io.autoscale.aws.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_kubernetes_in_here =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.fabric8..", "io.autoscale.k8s..");
}
