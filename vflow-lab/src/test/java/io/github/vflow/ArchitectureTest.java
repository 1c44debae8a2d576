package io.github.vflow;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Alarm;
import java.util.Properties;

/** The rules of the house, for all modules at once: this module sees every one of them. */
@AnalyzeClasses(
        packages = "io.github.vflow",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {
    /** The tests of other modules are jars here. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule VECTOR_API_STAYS_IN_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.vflow.tensor.vector..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..")
            .because("everything else must run where the incubator module is absent");

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("tensor")
            .definedBy("io.github.vflow.tensor..")
            .layer("nn")
            .definedBy("io.github.vflow.nn..")
            .layer("flow")
            .definedBy("io.github.vflow.flow..")
            .layer("table")
            .definedBy("io.github.vflow.table..")
            .layer("image")
            .definedBy("io.github.vflow.image..")
            .layer("serve")
            .definedBy("io.github.vflow.serve..")
            .layer("cli")
            .definedBy("io.github.vflow.cli..")
            .whereLayer("nn")
            .mayOnlyBeAccessedByLayers("flow", "table", "image", "serve", "cli")
            .whereLayer("flow")
            .mayOnlyBeAccessedByLayers("table", "image", "serve", "cli")
            .whereLayer("table")
            .mayOnlyBeAccessedByLayers("serve", "cli")
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule AWT_STAYS_WITH_IMAGES = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.vflow.image..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.awt..", "javax.imageio..")
            .because("the mathematics must run where java.desktop is absent");

    @ArchTest
    static final ArchRule JACKSON_STAYS_IN_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.vflow.nn.json")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
            .because("frameworks bring versions of their own, and only the streaming core stays the same");

    @ArchTest
    static final ArchRule NO_DATABIND = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson.databind..", "com.fasterxml..")
            .because("records are mapped by hand");

    @ArchTest
    static final ArchRule ONE_CLASS_JUDGES_RECORDS = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.vflow.table.verdict")
            // they give Alarm.judge a batch of rows, and it explains the alarms among them
            .and()
            .doNotBelongToAnyOf(RecordScorer.class)
            .and()
            .doNotHaveFullyQualifiedName("io.github.vflow.table.outlier.FoldVerdicts")
            .should()
            .callMethodWhere(
                    target(owner(type(Alarm.class))).and(target(nameMatching("judge|explain|discover|pValue"))))
            .because("RecordScorer of table.apply is the one way from a record to a verdict");

    @ArchTest
    static final ArchRule ONE_CLASS_SCORES_RECORDS = noClasses()
            .that()
            .resideInAnyPackage("io.github.vflow.cli..", "io.github.vflow.serve..")
            .should()
            .callMethodWhere(target(owner(type(RecordReader.class))).and(target(nameMatching("open"))))
            .orShould()
            .callMethodWhere(target(owner(type(Evaluator.class))).and(target(nameMatching("ofScores|score|estimate"))))
            .orShould()
            .callMethodWhere(
                    target(owner(type(TableModel.class))).and(target(nameMatching("logProb|estimate|evaluator"))))
            .because("RecordScorer of table.apply is the one way from a record to a score");

    @ArchTest
    static final ArchRule SPECIFICATIONS_ARE_DATA = noClasses()
            .that()
            .resideInAPackage("io.github.vflow.flow.spec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.vflow.flow",
                    "io.github.vflow.flow.architecture..",
                    "io.github.vflow.flow.train..",
                    "io.github.vflow.flow.evaluation..",
                    "io.github.vflow.flow.io..")
            .because("flow.architecture builds models from them, and stands above Model");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.github.vflow.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_SYSTEM_PROPERTY_IS_SET = noClasses()
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(System.class, "clearProperty", String.class)
            .orShould()
            .callMethod(System.class, "setProperties", Properties.class)
            .because("a library does not change the JVM of its user");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.vflow.cli..", "io.github.vflow.examples..")
            .should(ACCESS_STANDARD_STREAMS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule PUBLIC_TYPES_ARE_CLOSED = classes()
            .that()
            .arePublic()
            .should(beClosed())
            .because("a type is either an interface, or complete, or names everyone who may extend it");

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be final, a record, an enum, sealed or an interface") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                // The importer does not read the sealed flag; reflection does.
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.isEnum()
                        || type.isInterface()
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(
                        type, closed, type.getName() + (closed ? " is closed" : " is open: make it final or sealed")));
            }
        };
    }
}
