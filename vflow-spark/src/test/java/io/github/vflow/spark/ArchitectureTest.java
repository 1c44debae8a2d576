package io.github.vflow.spark;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Alarm;

/** The rules of this module, which the tests of the other modules do not see. */
@AnalyzeClasses(packages = "io.github.vflow.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONE_CLASS_SCORES_AND_JUDGES_RECORDS = noClasses()
            .should()
            .callMethodWhere(
                    target(owner(type(Alarm.class))).and(target(nameMatching("judge|explain|discover|pValue"))))
            .orShould()
            .callMethodWhere(target(owner(type(TableModel.class))).and(target(nameMatching("logProb|estimate"))))
            .because("RecordScorer of table.apply is the one way from a record to a verdict");

    @ArchTest
    static final ArchRule ONLY_TRAINING_READS_RECORDS_WITHOUT_A_MODEL = noClasses()
            .that()
            .doNotHaveSimpleName("RowLoader")
            .should()
            .callMethodWhere(target(owner(type(RecordReader.class))).and(target(nameMatching("open"))))
            .because("RecordScorer opens records for a model");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.github.vflow.(**)").should().beFreeOfCycles();
}
