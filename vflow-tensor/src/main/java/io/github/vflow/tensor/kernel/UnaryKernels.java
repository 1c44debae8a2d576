package io.github.vflow.tensor.kernel;

/** y[i] = f(x[i]) for n elements of one array; x and y are offsets into it, disjoint. */
public interface UnaryKernels {
    /** −x. */
    void neg(float[] m, int x, int y, int n);

    /** |x|. */
    void abs(float[] m, int x, int y, int n);

    /** −1, 0 or 1. */
    void sign(float[] m, int x, int y, int n);

    /** √x. */
    void sqrt(float[] m, int x, int y, int n);

    /** eˣ. */
    void exp(float[] m, int x, int y, int n);

    /** ln x. */
    void log(float[] m, int x, int y, int n);

    /** ln(1 + x). */
    void log1p(float[] m, int x, int y, int n);

    /** tanh x. */
    void tanh(float[] m, int x, int y, int n);

    /** σ(x). */
    void sigmoid(float[] m, int x, int y, int n);

    /** ln(1 + eˣ). */
    void softplus(float[] m, int x, int y, int n);

    /** max(x, 0). */
    void relu(float[] m, int x, int y, int n);

    /** x for x &gt; 0, eˣ − 1 below. */
    void elu(float[] m, int x, int y, int n);
}
