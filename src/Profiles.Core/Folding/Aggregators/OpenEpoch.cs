using System.Numerics;
using Profiles.Core.Binary;
using Profiles.Core.Text;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>What is known of an epoch that events may still come for in time.</summary>
internal sealed class OpenEpoch
{
    private bool _idsAreCut;

    public EventIds Ids;
    public OpenAffinities Affinities;
    public OpenWatchTime WatchTime;

    /// <summary>How many bounds were reached.</summary>
    public int Truncations =>
        BitOperations.PopCount(Affinities.CutDimensions) + (WatchTime.IsCut ? 1 : 0) + (_idsAreCut ? 1 : 0);

    public static OpenEpoch? Read(ref SpanReader reader, Utf8StringPool? pool)
    {
        var form = reader.Byte();
        if (form == 0) return null;
        if (form > 2) throw new InvalidDataException($"Epoch form {form} is not one of this build.");

        return new OpenEpoch
        {
            _idsAreCut = form == 2,
            Ids = EventIds.Read(ref reader),
            Affinities = OpenAffinities.Read(ref reader, pool),
            WatchTime = OpenWatchTime.Read(ref reader),
        };
    }

    public static void Write(ref SpanWriter writer, OpenEpoch? epoch)
    {
        if (epoch is null)
        {
            writer.Byte(0);
            return;
        }

        writer.Byte(epoch._idsAreCut ? (byte)2 : (byte)1);
        epoch.Ids.Write(ref writer);
        epoch.Affinities.Write(ref writer);
        epoch.WatchTime.Write(ref writer);
    }

    /// <summary>Remembers an event's id; false where it is known.</summary>
    public bool AddId(ulong idHash, FoldPlan plan) => Ids.Add(idHash, plan.Options.MaxEventIds, ref _idsAreCut);

    public void Merge(OpenEpoch other, FoldPlan plan)
    {
        Ids.Merge(other.Ids, plan.Options.MaxEventIds, ref _idsAreCut);
        _idsAreCut |= other._idsAreCut;
        Affinities.Merge(other.Affinities, plan);
        WatchTime.Merge(other.WatchTime, plan);
    }
}
