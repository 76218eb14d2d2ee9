package dev.tulle.mesh;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who may know whom: config and model &lt;- translate &lt;- validation; model &lt;- xds. */
class ArchitectureTest {
    private static final String MESH = "dev.tulle.mesh.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tulle.mesh");

    @Test
    void configKnowsNothingElse() {
        noClasses()
                .that()
                .resideInAPackage(MESH + "config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MESH + "model..", MESH + "translate..", MESH + "xds..", MESH + "validation..")
                .because("what users wrote has no meaning yet")
                .check(CLASSES);
    }

    @Test
    void theModelKnowsNamesOnly() {
        classes()
                .that()
                .resideInAPackage(MESH + "model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(MESH + "model..", MESH + "config..", "java..", "org.jspecify..")
                .because("the model is neither Kubernetes nor Envoy")
                .check(CLASSES);
    }

    @Test
    void translateKnowsNoEnvoy() {
        noClasses()
                .that()
                .resideInAPackage(MESH + "translate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MESH + "xds..", MESH + "validation..", "io.envoyproxy..", "com.google.protobuf..")
                .because("the model stands between the two")
                .check(CLASSES);
    }

    @Test
    void xdsKnowsNoYaml() {
        noClasses()
                .that()
                .resideInAPackage(MESH + "xds..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MESH + "translate..", MESH + "validation..", "org.snakeyaml..")
                .because("what Envoy gets is a function of the model")
                .check(CLASSES);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(MESH + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noClassIsOpenByAccident() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("inheritance is sealed or absent")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void noPackageHasAnEmptyName() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..service..", "..dto..")
                .because("such a name says nothing")
                .check(CLASSES);
    }

    @Test
    void theLibraryIsPlainJava() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.fabric8..", "io.grpc..")
                .because("`new` works, no framework is needed to test it")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .because("native images know no reflection")
                .check(CLASSES);
    }

    @Test
    void nobodyAsksTheClock() {
        noClasses()
                .that()
                .resideInAnyPackage(MESH + "translate..", MESH + "model..", MESH + "config..", MESH + "xds..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("the same input gives the same output, byte by byte")
                .check(CLASSES);
    }
}
