namespace Profiles.Core.Models;

/// <summary>A model version cannot be used. The one that serves goes on.</summary>
public sealed class ModelRefusedException : Exception
{
    /// <summary>A file has another length, hash or shape than the manifest says.</summary>
    public const string DamagedFile = "damaged-file";

    /// <summary>A file that the manifest names, or that a model must have, is not there.</summary>
    public const string MissingFile = "missing-file";

    /// <summary>A newer release wrote it, or it uses signals that this build does not have.</summary>
    public const string UnsupportedFormat = "unsupported-format";

    /// <summary>The manifest is not there or is not a manifest.</summary>
    public const string ManifestUnreadable = "manifest-unreadable";

    /// <summary>The folder holds another version than its name says.</summary>
    public const string MismatchedVersion = "mismatched-version";

    /// <summary>Creates the refusal.</summary>
    public ModelRefusedException(string code, string reason, Exception? cause = null)
        : base($"{code}: {reason}", cause)
    {
        Code = code;
        Reason = reason;
    }

    /// <summary>What kind of refusal; one of the constants.</summary>
    public string Code { get; }

    /// <summary>What is wrong, in one line.</summary>
    public string Reason { get; }
}
