package io.github.vflow.table.outlier;

import io.github.vflow.table.verdict.Verdict.Found.View;
import java.util.Arrays;

/**
 * A kind of evidence that the cells of a row are odd: a score for a view. The two views of cells share equally how many normal rows may be found odd.
 * The kinds of a view share its part equally, so combinations keep half. Measured: docs/lab/outliers.md#views.
 */
public enum Evidence {
    /** ln p(x) of a joint density, and ln N(x) of normal distributions of the numbers, {@link NumberNormals}. */
    JOINT(View.COMBINATION),
    /** Σⱼ ln pⱼ(xⱼ) of single columns, {@link MarginalTerms#density}. */
    DENSITY(View.COLUMN),
    /** Σⱼ ln 4uⱼ(1 − uⱼ) of the places of numbers in their columns, {@link MarginalTerms#place}. */
    PLACE(View.COLUMN);

    private final View view;

    Evidence(View view) {
        this.view = view;
    }

    /** The view whose evidence it is. */
    public View view() {
        return view;
    }

    /** Its part of what some views share, in (0, 1]. */
    double part(int views) {
        long ofView = Arrays.stream(values()).filter(e -> e.view == view).count();
        return 1.0 / (views * ofView);
    }
}
