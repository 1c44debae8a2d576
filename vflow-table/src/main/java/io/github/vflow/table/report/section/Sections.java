package io.github.vflow.table.report.section;

import io.github.vflow.table.report.study.Study;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sections of a report in their order. */
public final class Sections {
    private Sections() {}

    /** All sections for which there is something to show. */
    public static List<Section> all(Study study) {
        return Stream.of(
                        Optional.of(MarginalSection.of(study)),
                        Optional.of(ScoreSection.of(study)),
                        Optional.of(UnlikelySection.of(study)),
                        DriftSection.of(study),
                        TrainingSection.of(study),
                        Optional.of(ModelCard.of(study)))
                .flatMap(Optional::stream)
                .toList();
    }
}
