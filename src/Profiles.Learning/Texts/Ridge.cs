using Profiles.Learning.Numerics;

namespace Profiles.Learning.Texts;

/// <summary>Ridge regression of several outputs at once, for several penalties.</summary>
internal sealed class Ridge
{
    private readonly int _inputs;
    private readonly float[] _inputMean;
    private readonly float[] _gram;

    // Output by output, XᵀY.
    private readonly float[][] _targets;
    private readonly ParallelOptions _threads;

    /// <summary>Sums up what is fitted: the cost is half of rows · inputs².</summary>
    public Ridge(float[][] inputs, float[][] outputs, int threads)
    {
        _threads = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _inputs = inputs[0].Length;
        _inputMean = MeanOf(inputs);
        OutputMean = MeanOf(outputs);
        var columns = Centred(inputs, _inputMean);
        var targets = Centred(outputs, OutputMean);
        _gram = new float[_inputs * _inputs];
        _targets = Array.ConvertAll(targets, _ => new float[_inputs]);

        // Each element is one sum of one thread: how many there are changes no bit.
        Parallel.For(0, _inputs, _threads, i =>
        {
            for (var j = 0; j <= i; j++) _gram[i * _inputs + j] = Vectors.Dot(columns[i], columns[j]);
            for (var output = 0; output < targets.Length; output++)
                _targets[output][i] = Vectors.Dot(columns[i], targets[output]);
        });
    }

    public float[] OutputMean { get; }

    /// <summary>Solves for a penalty, in mean variances of an input times the rows.</summary>
    public Map Solve(float penalty)
    {
        double trace = 0;
        for (var i = 0; i < _inputs; i++) trace += _gram[i * _inputs + i];
        var matrix = (float[])_gram.Clone();
        var diagonal = (float)Math.Max(1e-6, penalty * trace / _inputs);
        for (var i = 0; i < _inputs; i++) matrix[i * _inputs + i] += diagonal;
        Cholesky.Factor(matrix, _inputs);
        var weights = Array.ConvertAll(_targets, target => (float[])target.Clone());
        Parallel.For(0, weights.Length, _threads, output => Cholesky.SolveFactored(matrix, weights[output]));
        return new Map(_inputMean, OutputMean, weights);
    }

    private static float[] MeanOf(float[][] rows)
    {
        var sums = new double[rows[0].Length];
        foreach (var row in rows)
            for (var i = 0; i < sums.Length; i++) sums[i] += row[i];
        return Array.ConvertAll(sums, sum => (float)(sum / rows.Length));
    }

    // Column by column, so that products of columns read along memory.
    private static float[][] Centred(float[][] rows, float[] mean)
    {
        var columns = Array.ConvertAll(mean, _ => new float[rows.Length]);
        for (var row = 0; row < rows.Length; row++)
            for (var i = 0; i < mean.Length; i++) columns[i][row] = rows[row][i] - mean[i];
        return columns;
    }

    /// <summary>What was solved.</summary>
    internal sealed class Map(float[] inputMean, float[] outputMean, float[][] weights)
    {
        public void Predict(ReadOnlySpan<float> input, Span<float> output)
        {
            var centred = new float[inputMean.Length];
            for (var i = 0; i < centred.Length; i++) centred[i] = input[i] - inputMean[i];
            for (var i = 0; i < output.Length; i++) output[i] = outputMean[i] + Vectors.Dot(weights[i], centred);
        }
    }
}
