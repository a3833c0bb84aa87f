namespace Profiles.Core.Ranking;

/// <summary>What kinds of devices the scorer tells apart.</summary>
public enum DeviceClass
{
    /// <summary>The request says nothing of it.</summary>
    Unknown = 0,

    /// <summary>A television, or what stands under one.</summary>
    Tv = 1,

    /// <summary>A telephone or a tablet.</summary>
    Mobile = 2,

    /// <summary>Anything else that is named: a browser, a games console.</summary>
    Other = 3,
}
