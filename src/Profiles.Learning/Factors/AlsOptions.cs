namespace Profiles.Learning.Factors;

/// <summary>
/// The numbers that item factors are trained with. The names are those of Rendle, Krichene, Zhang and Koren,
/// "Revisiting the performance of iALS on item recommendation benchmarks" (2021).
/// </summary>
public sealed record AlsOptions
{
    /// <summary>The most dimensions.</summary>
    public const int MaxDimensions = 512;

    /// <summary>The dimension d of the factors; a multiple of 8 from 8 to 512.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>How often all users and then all items are solved; 1 to 1,000.</summary>
    public int Sweeps { get; init; } = 8;

    /// <summary>The weight α₀ of every pair that was not observed; greater than 0. An observed one weighs 1.</summary>
    public float UnobservedWeight { get; init; } = 0.1f;

    /// <summary>The regularisation λ; greater than 0.</summary>
    public float Regularization { get; init; } = 0.003f;

    /// <summary>
    /// How regularisation grows with frequency, ν from 0 to 1: an item that n users took is held by
    /// <c>λ (n + α₀ · users)^ν</c>. Users are all held alike, by the λ of the mean count: so the vector of a user grows
    /// by exact rank-one updates.
    /// </summary>
    public float FrequencyExponent { get; init; } = 1;

    /// <summary>The standard deviation σ* of the first item factors, times √d.</summary>
    public float InitialDeviation { get; init; } = 0.1f;

    /// <summary>What the first item factors follow from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Throws where a number is out of its range.</summary>
    public void Validate()
    {
        if (Dimensions is < 8 or > MaxDimensions || Dimensions % 8 != 0)
            throw Wrong(nameof(Dimensions), Dimensions, "a multiple of 8 from 8 to 512");
        if (Sweeps is < 1 or > 1000) throw Wrong(nameof(Sweeps), Sweeps, "from 1 to 1,000");
        if (!(UnobservedWeight > 0)) throw Wrong(nameof(UnobservedWeight), UnobservedWeight, "greater than 0");
        if (!(Regularization > 0)) throw Wrong(nameof(Regularization), Regularization, "greater than 0");
        if (FrequencyExponent is not (>= 0 and <= 1))
            throw Wrong(nameof(FrequencyExponent), FrequencyExponent, "from 0 to 1");
        if (!(InitialDeviation > 0)) throw Wrong(nameof(InitialDeviation), InitialDeviation, "greater than 0");
    }

    private static ArgumentException Wrong(string name, object value, string allowed) =>
        new($"{name} is {value}; it must be {allowed}.");
}
