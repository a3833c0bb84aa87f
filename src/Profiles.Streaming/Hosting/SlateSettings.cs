using System.Globalization;
using Microsoft.Extensions.Configuration;
using Profiles.Core.Slates;

namespace Profiles.Streaming.Hosting;

/// <summary>
/// Reads <see cref="SlateOptions"/> from a section of the configuration; from the environment, say
/// <c>Profiles__Slates__Boosts__ContinueWatching=4</c>. What is not named keeps its default.
/// </summary>
public static class SlateSettings
{
    /// <summary>The section within that of the platform.</summary>
    public const string SectionName = "Slates";

    /// <summary>Reads the options.</summary>
    /// <param name="section">The section.</param>
    /// <param name="errors">Where everything that is wrong is added, a sentence each, with the setting's name.</param>
    public static SlateOptions Read(IConfigurationSection section, ICollection<string> errors)
    {
        var options = SlateOptions.Default;
        foreach (var setting in section.GetChildren())
        {
            options = setting.Key.ToUpperInvariant() switch
            {
                "LIVELEAD" => options with { LiveLead = Time(setting, options.LiveLead, errors) },
                "NEWFOR" => options with { NewFor = Time(setting, options.NewFor, errors) },
                "RELEVANCE" => options with { Relevance = Number(setting, options.Relevance, errors) },
                "MAXOFSERIES" => options with { MaxOfSeries = Whole(setting, options.MaxOfSeries, errors) },
                "MAXSHAREOFGENRE" => options with
                {
                    MaxShareOfGenre = Number(setting, options.MaxShareOfGenre, errors),
                },
                "EXPLORATIONSHARE" => options with
                {
                    ExplorationShare = Number(setting, options.ExplorationShare, errors),
                },
                "BOOSTS" => options with { Boosts = Boosts(setting, options.Boosts, errors) },
                _ => Unknown(setting, options, errors),
            };
        }

        foreach (var error in options.Validate()) errors.Add($"{section.Path}:{error}");
        return options;
    }

    private static float[] Boosts(
        IConfigurationSection section, IReadOnlyList<float> defaults, ICollection<string> errors)
    {
        float[] boosts = [.. defaults];
        if (section.Value is not null)
            errors.Add($"{section.Path} is '{section.Value}'; name a source, such as {section.Path}:ContinueWatching.");
        foreach (var setting in section.GetChildren())
        {
            var source = Array.FindIndex(
                Enum.GetNames<SlateSource>(), name => name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (source >= 0) boosts[source] = Number(setting, boosts[source], errors);
            else
                errors.Add(
                    $"{setting.Path} is no source; use one of {string.Join(", ", Enum.GetNames<SlateSource>())}.");
        }

        return boosts;
    }

    private static SlateOptions Unknown(
        IConfigurationSection setting, SlateOptions options, ICollection<string> errors)
    {
        string[] known =
        [
            nameof(options.LiveLead), nameof(options.NewFor), nameof(options.Relevance), nameof(options.MaxOfSeries),
            nameof(options.MaxShareOfGenre), nameof(options.ExplorationShare), nameof(options.Boosts),
        ];
        errors.Add($"{setting.Path} is no setting; use one of {string.Join(", ", known)}.");
        return options;
    }

    private static TimeSpan Time(IConfigurationSection setting, TimeSpan standard, ICollection<string> errors) =>
        TimeSpan.TryParse(setting.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : Wrong(setting, standard, "a time such as 7.00:00:00, days first", errors);

    private static float Number(IConfigurationSection setting, float standard, ICollection<string> errors) =>
        float.TryParse(setting.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : Wrong(setting, standard, "a number", errors);

    private static int Whole(IConfigurationSection setting, int standard, ICollection<string> errors) =>
        int.TryParse(setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Wrong(setting, standard, "a whole number", errors);

    private static T Wrong<T>(IConfigurationSection setting, T standard, string remedy, ICollection<string> errors)
    {
        errors.Add($"{setting.Path} is '{setting.Value}'; use {remedy}.");
        return standard;
    }
}
