package io.github.recovery4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** The arrows of ARCHITECTURE.md. THINK HARD before adding one. */
@AnalyzeClasses(packages = "io.github.recovery4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.recovery4j";

    /** From the bottom up; a package may use those in the lists before its own. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("time", "codec", "disk"),
            List.of("json", "thread", "settings", "checkpoint", "journal", "binary", "process"),
            List.of("lease", "probe"),
            List.of("storage", "environment"),
            List.of("file", "memory", "journaling"),
            List.of("event", "durable"),
            List.of("cursor"),
            List.of("step", "audit"),
            List.of("plan", "saga", "shutdown", "ledger", "queue", "health", "supervision", "warm"),
            List.of("job", "child"),
            List.of("takeover"),
            List.of(""));

    @ArchTest
    static final ArchRule arrows_point_down_only = classes().should(new ArchCondition<>("use lower packages only") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith(ROOT))
                    .filter(dependency -> !mayUse(
                            name(type.getPackageName()),
                            name(dependency.getTargetClass().getPackageName())))
                    .forEach(
                            dependency -> events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
        }
    });

    private static String name(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    }

    private static boolean mayUse(String from, String to) {
        return from.equals(to) || level(to) < level(from);
    }

    private static int level(String name) {
        for (int level = 0; level < LEVELS.size(); level++) {
            if (LEVELS.get(level).contains(name)) {
                return level;
            }
        }
        throw new AssertionError("The package '" + name + "' has no level yet");
    }

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_the_facade_knows_implementations = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".file", ROOT + ".memory", ROOT + ".journaling")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".file", ROOT + ".memory", ROOT + ".journaling");

    @ArchTest
    static final ArchRule only_storages_in_files_and_what_looks_at_the_world_touch_files = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOT,
                    ROOT + ".disk",
                    ROOT + ".file",
                    ROOT + ".journal",
                    ROOT + ".journaling",
                    ROOT + ".json",
                    ROOT + ".audit",
                    ROOT + ".process",
                    ROOT + ".probe",
                    ROOT + ".health",
                    ROOT + ".child",
                    ROOT + ".environment")
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are of java.nio.file or java.io.File*") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("java.nio.file")
                            || type.getName().startsWith("java.io.File");
                }
            });

    @ArchTest
    static final ArchRule clocks_are_handed_in = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".time", ROOT + ".shutdown")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothing_is_printed =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule public_types_that_are_not_meant_to_be_extended_are_final = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .haveSimpleNameNotEndingWith("StoreException")
            .and()
            .haveSimpleNameNotEndingWith("CodecException")
            .and()
            .doNotHaveSimpleName("JournalException")
            .and()
            .haveSimpleNameNotStartingWith("Forwarding")
            .should()
            .haveModifier(JavaModifier.FINAL);
}
