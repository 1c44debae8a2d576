package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tornado.kernel.Code;

/** The codes of elementary functions; see {@link Code}. The function of a code is in {@code kernel.KernelFunctions}. */
final class FunctionCodes {
    /** The code, less {@link Code#UNARY}, of the identity: the number of unary operations. */
    static final int NOTHING = 12;

    private FunctionCodes() {}

    static int code(Unary u) {
        return Code.UNARY
                + switch (u) {
                    case Unary.Neg _ -> 0;
                    case Unary.Abs _ -> 1;
                    case Unary.Sign _ -> 2;
                    case Unary.Sqrt _ -> 3;
                    case Unary.Exp _ -> 4;
                    case Unary.Log _ -> 5;
                    case Unary.Log1p _ -> 6;
                    case Unary.Tanh _ -> 7;
                    case Unary.Sigmoid _ -> 8;
                    case Unary.Softplus _ -> 9;
                    case Unary.Relu _ -> 10;
                    case Unary.Elu _ -> 11;
                };
    }

    static int code(Binary b) {
        return Code.BINARY
                + switch (b) {
                    case Binary.Add _ -> 0;
                    case Binary.Sub _ -> 1;
                    case Binary.Mul _ -> 2;
                    case Binary.Div _ -> 3;
                    case Binary.Max _ -> 4;
                    case Binary.Min _ -> 5;
                    case Binary.Greater _ -> 6;
                    case Binary.Gate _ -> 7;
                };
    }
}
