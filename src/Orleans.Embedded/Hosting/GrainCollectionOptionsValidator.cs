using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Embedded.Hosting;

/// <summary>Reports every option out of its range at once.</summary>
internal sealed class GrainCollectionOptionsValidator : IValidateOptions<GrainCollectionOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, GrainCollectionOptions options)
    {
        var errors = new List<string>();
        Check(nameof(options.CollectionAge), options.CollectionAge, TimeSpan.FromMinutes(1), TimeSpan.MaxValue);
        Check(nameof(options.CollectionQuantum), options.CollectionQuantum, Second, Hour);
        Check(nameof(options.ActivationTimeout), options.ActivationTimeout, Second, Hour);
        Check(nameof(options.DeactivationTimeout), options.DeactivationTimeout, Second, Hour);
        Check(nameof(options.MemoryUsagePollingPeriod), options.MemoryUsagePollingPeriod, Second, Hour);
        Check(nameof(options.MemoryUsageLimitPercentage), options.MemoryUsageLimitPercentage, double.Epsilon, 100);
        Check(
            nameof(options.MemoryUsageTargetPercentage),
            options.MemoryUsageTargetPercentage,
            double.Epsilon,
            options.MemoryUsageLimitPercentage);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check<T>(string setting, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                errors.Add($"{nameof(GrainCollectionOptions)}.{setting} is {value}; set it from {least} to {most}.");
        }
    }
}
