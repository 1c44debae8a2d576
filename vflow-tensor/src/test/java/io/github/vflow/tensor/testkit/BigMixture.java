package io.github.vflow.tensor.testkit;

import java.math.BigDecimal;
import java.math.MathContext;

/** The log-odds of a mixture of logistics and their slope, from the definition, in forty digits and more. */
public final class BigMixture {
    private static final MathContext DIGITS = new MathContext(50);
    private static final BigDecimal LN_10 =
            new BigDecimal("2.302585092994045684017991454684364207601101488628772976033327900967572609677352480236");
    private static final int HALVINGS = 12;

    private final double[] logits;
    private final double[] means;
    private final double[] logScales;

    /** The parameters of each component, with doubles taken as exact. */
    public BigMixture(double[] logits, double[] means, double[] logScales) {
        this.logits = logits;
        this.means = means;
        this.logScales = logScales;
    }

    /** g(x) = ln F − ln (1 − F) and g′(x) = f / (F·(1 − F)). */
    public record LogOdds(double value, double slope) {}

    public LogOdds at(double x) {
        BigDecimal weights = BigDecimal.ZERO;
        BigDecimal below = BigDecimal.ZERO;
        BigDecimal above = BigDecimal.ZERO;
        BigDecimal density = BigDecimal.ZERO;
        for (int k = 0; k < logits.length; k++) {
            BigDecimal weight = exp(new BigDecimal(logits[k]));
            BigDecimal rate = exp(new BigDecimal(-logScales[k]));
            BigDecimal z = new BigDecimal(x).subtract(new BigDecimal(means[k])).multiply(rate, DIGITS);
            BigDecimal e = exp(z.negate());
            // σ(z) = 1/(1 + e⁻ᶻ) and σ(−z) = e⁻ᶻ/(1 + e⁻ᶻ)
            BigDecimal sigma = BigDecimal.ONE.divide(BigDecimal.ONE.add(e, DIGITS), DIGITS);
            BigDecimal rest = e.multiply(sigma, DIGITS);
            weights = weights.add(weight, DIGITS);
            below = below.add(weight.multiply(sigma, DIGITS), DIGITS);
            above = above.add(weight.multiply(rest, DIGITS), DIGITS);
            density = density.add(
                    weight.multiply(sigma, DIGITS).multiply(rest, DIGITS).multiply(rate, DIGITS), DIGITS);
        }
        BigDecimal slope = density.multiply(weights, DIGITS).divide(below.multiply(above, DIGITS), DIGITS);
        return new LogOdds(ln(below).subtract(ln(above), DIGITS).doubleValue(), slope.doubleValue());
    }

    /** e^x = 10ⁿ·(e^(r/2ᵏ))^(2ᵏ), by the power series. */
    private static BigDecimal exp(BigDecimal x) {
        int n = x.divide(LN_10, DIGITS)
                .setScale(0, java.math.RoundingMode.HALF_EVEN)
                .intValueExact();
        BigDecimal r = x.subtract(LN_10.multiply(BigDecimal.valueOf(n)), DIGITS)
                .divide(BigDecimal.valueOf(1L << HALVINGS), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int i = 1; i <= 14; i++) {
            term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum.scaleByPowerOfTen(n);
    }

    /** Halley's step on e^y = x trebles the digits. */
    private static BigDecimal ln(BigDecimal x) {
        int n = x.precision() - x.scale() - 1;
        BigDecimal m = x.scaleByPowerOfTen(-n);
        BigDecimal y = new BigDecimal(Math.log(m.doubleValue()));
        for (int i = 0; i < 2; i++) {
            BigDecimal e = exp(y);
            BigDecimal step = m.subtract(e).divide(m.add(e), DIGITS).multiply(BigDecimal.TWO);
            y = y.add(step, DIGITS);
        }
        return y.add(LN_10.multiply(BigDecimal.valueOf(n)), DIGITS);
    }
}
