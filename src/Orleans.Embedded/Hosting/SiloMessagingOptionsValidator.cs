using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Embedded.Hosting;

/// <summary>Reports every option out of its range at once.</summary>
internal sealed class SiloMessagingOptionsValidator : IValidateOptions<SiloMessagingOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloMessagingOptions options)
    {
        var errors = new List<string>();
        if (options.ResponseTimeout <= TimeSpan.Zero || options.ResponseTimeout > TimeSpan.FromDays(1))
        {
            errors.Add($"{nameof(SiloMessagingOptions)}.{nameof(options.ResponseTimeout)} is "
                + $"{options.ResponseTimeout}; set it above zero, up to a day.");
        }

        if (options.MaxEnqueuedRequestsHardLimit < 0)
        {
            errors.Add($"{nameof(SiloMessagingOptions)}.{nameof(options.MaxEnqueuedRequestsHardLimit)} is "
                + $"{options.MaxEnqueuedRequestsHardLimit}; set it to 0 for no limit, or above.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
