package io.github.vflow.serve.exchange;

/** A request that gets no result: a status of HTTP and a reason in one line. */
public final class Refusal extends RuntimeException {
    private final int status;

    /** A refusal with a reason for the client. */
    public Refusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The reason. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
