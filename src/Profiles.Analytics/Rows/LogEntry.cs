using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Analytics.Rows;

/// <summary>A decoded record of the log.</summary>
internal readonly record struct LogEntry(UnitKey Unit, UnitRecord Record, long IngestionTimeMilliseconds);
