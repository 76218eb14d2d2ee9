package dev.tulle.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tulle.console");

    @Test
    void theGraphIsMadeWithoutClockSocketOrThread() {
        noClasses()
                .that()
                .resideInAnyPackage("..console.graph..", "..console.layout..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.time.chrono..",
                        "java.util.concurrent..",
                        "io.quarkus..",
                        "io.vertx..",
                        "jakarta..",
                        "..console.http..",
                        "..console.live..",
                        "..console.web..")
                .because("equal answers of Prometheus must give an equal graph")
                .check(CLASSES);
    }

    @Test
    void onlyTheLayoutKnowsElk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..console.layout..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse..")
                .because("another layout must be able to take its place")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.tulle.console.(*)..")
                .should()
                .beFreeOfCycles()
                .because("the way from Prometheus to the browser has one direction")
                .check(CLASSES);
    }
}
