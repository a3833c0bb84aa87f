namespace Profiles.Core.Ranking;

/// <summary>
/// The signals of some candidates, column by column, and the context that they share. Meant to be used again and again:
/// it only ever grows. Mutable; one owner at a time.
/// </summary>
public sealed class SignalTable
{
    private readonly float[] _context = new float[ContextFeatures.Count];
    private float[] _values = [];
    private float[] _byRow = [];
    private float[] _rarity = [];
    private int[] _rows = [];
    private int[] _slots = [];
    private int _stride;

    /// <summary>How many candidates it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The context, in order of <see cref="ContextFeature"/>.</summary>
    public ReadOnlySpan<float> Context => _context;

    /// <summary>A signal of every candidate, in their order.</summary>
    public ReadOnlySpan<float> this[RankingSignal signal] => _values.AsSpan((int)signal * _stride, Count);

    internal ContentFeatureWeights FeatureWeights { get; } = new();

    internal Span<float> MutableContext => _context;

    /// <summary>A candidate's row: its signals, then the context. This is what is logged.</summary>
    /// <param name="candidate">The candidate, from 0.</param>
    /// <param name="row"><see cref="RankingSignals.RowLength"/> values; overwritten.</param>
    public void CopyRow(int candidate, Span<float> row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)candidate, (uint)Count);
        for (var signal = 0; signal < RankingSignals.Count; signal++)
            row[signal] = _values[signal * _stride + candidate];
        _context.CopyTo(row[RankingSignals.Count..]);
    }

    /// <summary>Makes room; what was there is gone.</summary>
    internal void Reset(int candidates)
    {
        Count = candidates;
        _stride = VectorMath.Padded(candidates);
        if (_values.Length < _stride * RankingSignals.Count)
        {
            var room = VectorMath.Padded(candidates + candidates / 4);
            _values = new float[room * RankingSignals.Count];
            _rarity = new float[room];
            _rows = new int[room];
            _slots = new int[room];
        }

        _context.AsSpan().Clear();
    }

    /// <summary>Room for each candidate's row of the model.</summary>
    internal Span<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Room for where each candidate's counts stand.</summary>
    internal Span<int> Slots => _slots.AsSpan(0, Count);

    /// <summary>Room for what each candidate's lifts are multiplied by, to the padded end.</summary>
    internal Span<float> Rarity => _rarity.AsSpan(0, _stride);

    /// <summary>Zeros, one for each of that many rows of a model; whoever writes to it puts the zeros back.</summary>
    internal Span<float> ZerosByRow(int rows)
    {
        if (_byRow.Length < rows) _byRow = new float[rows];
        return _byRow.AsSpan(0, rows);
    }

    /// <summary>A column to its padded end; values past the count are anything.</summary>
    internal Span<float> Padded(RankingSignal signal) => _values.AsSpan((int)signal * _stride, _stride);
}
