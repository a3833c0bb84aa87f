namespace Profiles.Learning.Numerics;

/// <summary>Inverts symmetric positive definite matrices by Gauss and Jordan, which needs no pivots there.</summary>
internal static class SymmetricInverse
{
    /// <summary>The inverse of a row-major matrix, exactly symmetric.</summary>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static double[] Of(double[] matrix, int n)
    {
        var left = (double[])matrix.Clone();
        var right = new double[n * n];
        for (var i = 0; i < n; i++) right[i * n + i] = 1;
        for (var pivot = 0; pivot < n; pivot++)
        {
            var value = left[pivot * n + pivot];
            if (!(value > 0)) throw new ArithmeticException("The matrix is not positive definite.");
            for (var column = 0; column < n; column++)
            {
                left[pivot * n + column] /= value;
                right[pivot * n + column] /= value;
            }

            for (var row = 0; row < n; row++)
            {
                var factor = left[row * n + pivot];
                if (row == pivot || factor == 0) continue;
                for (var column = 0; column < n; column++)
                {
                    left[row * n + column] -= factor * left[pivot * n + column];
                    right[row * n + column] -= factor * right[pivot * n + column];
                }
            }
        }

        for (var row = 0; row < n; row++)
            for (var column = 0; column < row; column++)
                right[row * n + column] = right[column * n + row] =
                    (right[row * n + column] + right[column * n + row]) / 2;
        return right;
    }
}
