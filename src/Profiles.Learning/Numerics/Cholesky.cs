namespace Profiles.Learning.Numerics;

/// <summary>Solves symmetric positive definite systems in place, row by row: <c>A = L Lᵀ</c>.</summary>
internal static class Cholesky
{
    /// <summary>Solves <c>A x = b</c>. The lower triangle of A becomes L, and b becomes x.</summary>
    /// <param name="matrix">A, row-major; only its lower triangle is read.</param>
    /// <param name="vector">b, then x.</param>
    /// <exception cref="ArithmeticException">A is not positive definite.</exception>
    public static void Solve(Span<float> matrix, Span<float> vector)
    {
        Factor(matrix, vector.Length);
        SolveFactored(matrix, vector);
    }

    /// <summary>Turns the lower triangle of A into L.</summary>
    /// <exception cref="ArithmeticException">A is not positive definite.</exception>
    public static void Factor(Span<float> matrix, int n)
    {
        for (var row = 0; row < n; row++)
        {
            var current = matrix.Slice(row * n, n);
            for (var column = 0; column < row; column++)
            {
                var above = matrix.Slice(column * n, n);
                current[column] = (current[column] - Vectors.Dot(current[..column], above[..column])) / above[column];
            }

            var pivot = current[row] - Vectors.Dot(current[..row], current[..row]);
            if (!(pivot > 0)) throw new ArithmeticException("The matrix is not positive definite.");
            current[row] = MathF.Sqrt(pivot);
        }
    }

    /// <summary>Solves <c>L Lᵀ x = b</c>; b becomes x.</summary>
    public static void SolveFactored(ReadOnlySpan<float> matrix, Span<float> vector)
    {
        var n = vector.Length;
        for (var row = 0; row < n; row++)
        {
            var current = matrix.Slice(row * n, n);
            vector[row] = (vector[row] - Vectors.Dot(current[..row], vector[..row])) / current[row];
        }

        for (var row = n - 1; row >= 0; row--)
        {
            var current = matrix.Slice(row * n, n);
            vector[row] /= current[row];
            Vectors.AddScaled(-vector[row], current[..row], vector[..row]);
        }
    }
}
