package dev.tulle.controlplane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tulle.controlplane");

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void filesKnowConfigurationAndNothingElseOfTulle() {
        holds(noClasses()
                .that()
                .resideInAPackage("..controlplane.files..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..controlplane.push..",
                        "..controlplane.identity..",
                        "..controlplane.debug..",
                        "dev.tulle.mesh.model..",
                        "dev.tulle.mesh.translate..",
                        "dev.tulle.mesh.xds..")
                .because("a source gives snapshots; another source must be able to take its place"));
    }

    @Test
    void identityKnowsNoStreamsAndNoRules() {
        holds(noClasses()
                .that()
                .resideInAPackage("..controlplane.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..controlplane.push..",
                        "..controlplane.files..",
                        "..controlplane.debug..",
                        "dev.tulle.mesh.config..",
                        "dev.tulle.mesh.translate..",
                        "io.grpc..")
                .because("who signs must not depend on who asks"));
    }

    @Test
    void pushKnowsNoFiles() {
        holds(noClasses()
                .that()
                .resideInAPackage("..controlplane.push..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..controlplane.files..", "..controlplane.debug..", "java.nio.file..")
                .because("what is pushed comes as a snapshot, wherever it was written"));
    }

    @Test
    void onlyPushSpeaksGrpc() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("..controlplane.push..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grpc..")
                .because("the server's threads end where they post to the push loop"));
    }

    @Test
    void onlyKubernetesHasAClient() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("..controlplane.kubernetes..")
                .and()
                .doNotHaveFullyQualifiedName("dev.tulle.controlplane.Places")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.client..")
                .because("what is read from a cluster comes as a snapshot, as from files"));
    }

    @Test
    void kubernetesKnowsNoRules() {
        holds(noClasses()
                .that()
                .resideInAPackage("..controlplane.kubernetes..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..controlplane.files..", "dev.tulle.mesh.translate..", "dev.tulle.mesh.xds..")
                .because("a source gives snapshots; another source must be able to take its place"));
    }

    @Test
    void bouncyCastleStaysInIdentity() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("..controlplane.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .because("certificates are made in one place"));
    }

    @Test
    void packagesHaveNoCycles() {
        holds(slices().matching("dev.tulle.controlplane.(*)..").should().beFreeOfCycles());
    }

    @Test
    void noPackageIsADrawer() {
        holds(noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..service..", "..dto..")
                .because("a package is named for what it is about"));
    }

    @Test
    void classesAreFinalUnlessTheContainerMustExtendThem() {
        holds(classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areTopLevelClasses()
                .and()
                .areNotAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                .and()
                .haveSimpleNameNotEndingWith("_Bean")
                .and()
                .haveSimpleNameNotEndingWith("package-info")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("nothing here is made to be extended"));
    }

    @Test
    void nothingReflects() {
        holds(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .because("a native image knows only what the compiler saw"));
    }
}
