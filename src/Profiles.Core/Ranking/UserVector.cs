using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// One viewer's vector, solved exactly against fixed item factors (see <see cref="FoldInWeights"/>). Each content of
/// the history changes the inverse by one rank-one update (Sherman and Morrison 1950):
/// <code>
/// v = A⁻¹·y        A⁻¹ ← A⁻¹ − v·vᵀ · c / (1 + c·yᵀv)        b ← decay·b + c·p·y        x = A⁻¹·b
/// </code>
/// Mutable; one owner.
/// </summary>
/// <remarks>The state is what the chain of updates makes of it: the same contents in the same order, the same bits.
/// </remarks>
internal sealed class UserVector
{
    private readonly int _dimensions;
    private readonly float[] _inverse;
    private readonly float[] _target;
    private readonly float[] _direction;

    public UserVector(int dimensions)
    {
        _dimensions = dimensions;
        _inverse = new float[dimensions * dimensions];
        _target = new float[dimensions];
        _direction = new float[dimensions];
    }

    /// <summary>Starts from nobody.</summary>
    public void Restart(ReadOnlySpan<float> gram)
    {
        gram.CopyTo(_inverse);
        _target.AsSpan().Clear();
    }

    /// <summary>Adds a content that the viewer chose; those before fade.</summary>
    public void Add(ReadOnlySpan<float> factor, float confidence, float decay)
    {
        VectorMath.Scale(_target, decay);
        VectorMath.AddScaled(_target, confidence, factor);
        Update(factor, confidence);
    }

    /// <summary>Adds a content that the viewer turned away from: a preference of 0.</summary>
    public void AddTurnedFrom(ReadOnlySpan<float> factor, float confidence) => Update(factor, confidence);

    /// <summary>The vector.</summary>
    public void Solve(Span<float> vector)
    {
        for (var i = 0; i < _dimensions; i++) vector[i] = VectorMath.Dot(Row(i), _target);
    }

    private void Update(ReadOnlySpan<float> factor, float confidence)
    {
        for (var i = 0; i < _dimensions; i++) _direction[i] = VectorMath.Dot(Row(i), factor);
        var scale = confidence / (1 + confidence * VectorMath.Dot(factor, _direction));
        for (var i = 0; i < _dimensions; i++) VectorMath.AddScaled(Row(i), -scale * _direction[i], _direction);
    }

    private Span<float> Row(int i) => _inverse.AsSpan(i * _dimensions, _dimensions);
}
