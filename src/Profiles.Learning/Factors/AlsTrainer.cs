using Profiles.Core.Hashing;
using Profiles.Core.Simulation;
using Profiles.Learning.Numerics;

namespace Profiles.Learning.Factors;

/// <summary>
/// Implicit alternating least squares (Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback
/// datasets", 2008) with the loss and the frequency-scaled regularisation of Rendle et al., 2021, equations 2 and 4:
/// <code>
/// Σ_{(u,i) observed} (w_u·h_i − 1)² + α₀ Σ_{u,i} (w_u·h_i)² + λ_u Σ_u |w_u|² + Σ_i λ_i |h_i|²
/// </code>
/// Every vector is solved by itself from the other side's, so that the bits do not depend on how many threads work.
/// </summary>
public sealed class AlsTrainer
{
    private const int BlockRows = 512;

    private readonly AlsOptions _options;
    private readonly SparseRows _byUser;
    private readonly SparseRows _byItem;
    private readonly float[] _users;
    private readonly float[] _items;
    private readonly ParallelOptions _threads;

    /// <summary>Prepares a training.</summary>
    /// <param name="interactions">Which items each user took.</param>
    /// <param name="options">The numbers to train with.</param>
    /// <param name="threads">How many threads may work; −1 for one a core.</param>
    public AlsTrainer(SparseRows interactions, AlsOptions options, int threads = -1)
    {
        options.Validate();
        _options = options;
        _byUser = interactions;
        _byItem = interactions.Transposed();
        _users = new float[interactions.RowCount * options.Dimensions];
        _items = new float[interactions.ColumnCount * options.Dimensions];
        _threads = new ParallelOptions { MaxDegreeOfParallelism = threads };

        var mean = interactions.RowCount == 0 ? 0 : interactions.Columns.Length / (double)interactions.RowCount;
        UserRegularization = Regularization(mean, interactions.ColumnCount);
    }

    /// <summary>The regularisation of every user's vector.</summary>
    public float UserRegularization { get; }

    internal ReadOnlySpan<float> UserFactors => _users;

    /// <summary>Trains.</summary>
    /// <param name="checkpoints">
    /// Where to go on from and to leave what there is after each sweep; null for nowhere.
    /// </param>
    /// <param name="progress">Told how many sweeps are done.</param>
    /// <param name="cancellation">Stops between two sweeps.</param>
    public AlsModel Train(
        IAlsCheckpoints? checkpoints = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        Initialise();
        var fingerprint = Fingerprint();
        var sweep = checkpoints?.Read(fingerprint, _items) ?? 0;
        while (sweep < _options.Sweeps)
        {
            cancellation.ThrowIfCancellationRequested();
            Solve(_byUser, _items, _users, _ => UserRegularization);
            Solve(_byItem, _users, _items, count => Regularization(count, _byUser.RowCount));
            sweep++;
            checkpoints?.Write(fingerprint, sweep, _items);
            progress?.Report(sweep);
        }

        return new AlsModel(_options.Dimensions, _items, Gram(_items), UserRegularization);
    }

    /// <summary>The loss that training lowers, with the users' vectors solved for the items' at hand.</summary>
    public double Loss()
    {
        var d = _options.Dimensions;
        var gram = Gram(_items);
        double loss = 0;
        for (var user = 0; user < _byUser.RowCount; user++)
        {
            var vector = _users.AsSpan(user * d, d);
            for (var row = 0; row < d; row++)
                loss += vector[row] * (double)Vectors.Dot(gram.AsSpan(row * d, d), vector);
            loss += UserRegularization * (double)Vectors.Dot(vector, vector);
            foreach (var item in _byUser[user])
                loss += Math.Pow(Vectors.Dot(vector, _items.AsSpan(item * d, d)) - 1, 2);
        }

        for (var item = 0; item < _byItem.RowCount; item++)
        {
            var vector = _items.AsSpan(item * d, d);
            loss += Regularization(_byItem[item].Length, _byUser.RowCount) * (double)Vectors.Dot(vector, vector);
        }

        return loss;
    }

    private void Initialise()
    {
        var chance = new SeededChance(_options.Seed);
        var deviation = _options.InitialDeviation / Math.Sqrt(_options.Dimensions);
        for (var i = 0; i < _items.Length; i++) _items[i] = (float)chance.NextGaussian(0, deviation);
    }

    private float Regularization(double count, int others) => (float)(_options.Regularization
        * Math.Pow(count + _options.UnobservedWeight * others, _options.FrequencyExponent));

    private void Solve(SparseRows rows, float[] fixedSide, float[] solved, Func<int, float> regularization)
    {
        var d = _options.Dimensions;
        var gram = Gram(fixedSide);
        var blocks = (rows.RowCount + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, _threads, () => new float[d * d], (block, _, matrix) =>
        {
            var end = Math.Min((block + 1) * BlockRows, rows.RowCount);
            for (var row = block * BlockRows; row < end; row++)
            {
                var columns = rows[row];
                var vector = solved.AsSpan(row * d, d);
                vector.Clear();
                if (columns.IsEmpty) continue;

                gram.CopyTo(matrix, 0);
                var held = regularization(columns.Length);
                for (var i = 0; i < d; i++) matrix[i * d + i] += held;
                foreach (var column in columns)
                {
                    var factor = fixedSide.AsSpan(column * d, d);
                    AddOuter(factor, matrix);
                    Vectors.AddScaled(1, factor, vector);
                }

                Cholesky.Solve(matrix, vector);
            }

            return matrix;
        }, _ => { });
    }

    /// <summary>α₀ times the sum of outer products: blocks of rows in any order, their sums in one order.</summary>
    private float[] Gram(float[] factors)
    {
        var d = _options.Dimensions;
        var rows = factors.Length / d;
        var sums = new float[(rows + BlockRows - 1) / BlockRows][];
        Parallel.For(0, sums.Length, _threads, block =>
        {
            var sum = new float[d * d];
            var end = Math.Min((block + 1) * BlockRows, rows);
            for (var row = block * BlockRows; row < end; row++) AddOuter(factors.AsSpan(row * d, d), sum);
            sums[block] = sum;
        });

        var gram = new float[d * d];
        for (var row = 0; row < d; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                double total = 0;
                foreach (var sum in sums) total += sum[row * d + column];
                gram[row * d + column] = gram[column * d + row] = (float)(_options.UnobservedWeight * total);
            }
        }

        return gram;
    }

    // Only the lower triangle, in whole lanes.
    private static void AddOuter(ReadOnlySpan<float> vector, Span<float> matrix)
    {
        var d = vector.Length;
        for (var row = 0; row < d; row++)
        {
            var width = Math.Min(d, (row + 8) & ~7);
            Vectors.AddScaled(vector[row], vector[..width], matrix.Slice(row * d, width));
        }
    }

    private ulong Fingerprint()
    {
        var hash = StableHash.Hash64(_options.ToString());
        hash = StableHash.Combine(hash, (ulong)_byUser.RowCount);
        hash = StableHash.Combine(hash, (ulong)_byUser.ColumnCount);
        foreach (var start in _byUser.Starts) hash = StableHash.Combine(hash, (ulong)start);
        foreach (var column in _byUser.Columns) hash = StableHash.Combine(hash, (ulong)column);
        return hash;
    }
}
