package io.github.vflow.table.report.section;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.study.Study;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sections of a report in their order. */
public final class Sections {
    private Sections() {}

    /** The numbers at the top. */
    public static Element keyFigures(Study study) {
        return KeyFigures.of(study);
    }

    /** All sections for which there is something to show. */
    public static List<Section> all(Study study, Detail detail) {
        return Stream.of(
                        Optional.of(MarginalSection.of(study, detail)),
                        PairSection.of(study, detail),
                        Optional.of(ScoreSection.of(study)),
                        CalibrationSection.of(study),
                        Optional.of(UnlikelySection.of(study)),
                        DriftSection.of(study, detail),
                        GapSection.of(study),
                        TrainingSection.of(study),
                        Optional.of(ModelCard.of(study, detail)),
                        Optional.of(Glossary.section()))
                .flatMap(Optional::stream)
                .toList();
    }
}
