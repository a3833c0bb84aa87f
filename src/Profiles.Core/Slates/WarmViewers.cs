using Profiles.Core.Models;

namespace Profiles.Core.Slates;

/// <summary>
/// Bounds how many viewers are remembered: the one that was not used for longest gives way (CLOCK). Whoever uses a
/// memory has taken it out of its hold, so that nothing is taken from under them. Safe to share between threads.
/// </summary>
/// <param name="capacity">The most memories kept; those in use come on top.</param>
public sealed class WarmViewers(int capacity)
{
    private const int MaxChances = 8;

    private readonly ViewerHold?[] _holds = new ViewerHold?[Math.Max(1, capacity)];
    private int _hand;

    /// <summary>Takes the memory out of its hold; a new one where it is gone, or of another model.</summary>
    public static ViewerMemory Take(ViewerHold hold, RankingModel model)
    {
        var memory = Interlocked.Exchange(ref hold.Memory, null);
        return memory is not null && ReferenceEquals(memory.Viewer.Model, model) ? memory : new ViewerMemory(model);
    }

    /// <summary>Puts the memory back.</summary>
    public void Return(ViewerHold hold, ViewerMemory memory)
    {
        Volatile.Write(ref hold.Memory, memory);
        Volatile.Write(ref hold.IsUsed, true);
        if (!Volatile.Read(ref hold.IsHeld)) Admit(hold);
    }

    private void Admit(ViewerHold hold)
    {
        for (var chance = 0; ; chance++)
        {
            ref var place = ref _holds[(uint)Interlocked.Increment(ref _hand) % (uint)_holds.Length];
            var old = Volatile.Read(ref place);
            if (old is not null && Volatile.Read(ref old.IsUsed) && chance < MaxChances)
            {
                Volatile.Write(ref old.IsUsed, false);
                continue;
            }

            if (Interlocked.CompareExchange(ref place, hold, old) != old) continue;
            Volatile.Write(ref hold.IsHeld, true);
            if (old is null || ReferenceEquals(old, hold)) return;
            Volatile.Write(ref old.IsHeld, false);
            Interlocked.Exchange(ref old.Memory, null);
            return;
        }
    }
}
