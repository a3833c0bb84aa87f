using System.Collections.Concurrent;
using Profiles.Core.Models;

namespace Profiles.Core.Slates;

/// <summary>
/// Bounds how many viewers are remembered: the one that was not used for longest gives way (CLOCK), and its memory goes
/// to the next viewer who needs one, so that a steady load leaves no garbage. A viewer is remembered from their second
/// use on: most who come once do not come again soon. Whoever uses a memory has taken it out of its hold, so that
/// nothing is taken from under them. Safe to share between threads.
/// </summary>
/// <param name="capacity">The most memories kept; those in use come on top.</param>
public sealed class WarmViewers(int capacity)
{
    // As many as are in use at once; more of them would only be kept for nothing.
    private const int MaxSpare = 64;
    private const int MaxChances = 8;

    private readonly ViewerHold?[] _holds = new ViewerHold?[Math.Max(1, capacity)];
    private readonly ConcurrentQueue<ViewerMemory> _spare = new();
    private int _hand;

    /// <summary>
    /// Takes the memory out of its hold; where it is gone, or of another model, one of somebody else's or a new one. It
    /// is to be brought to the profile before it is read.
    /// </summary>
    public ViewerMemory Take(ViewerHold hold, RankingModel model)
    {
        var memory = Interlocked.Exchange(ref hold.Memory, null);
        if (memory is not null && ReferenceEquals(memory.Viewer.Model, model)) return memory;
        while (_spare.TryDequeue(out memory))
            if (ReferenceEquals(memory.Viewer.Model, model)) return memory;
        return new ViewerMemory(model);
    }

    /// <summary>Puts the memory back.</summary>
    public void Return(ViewerHold hold, ViewerMemory memory)
    {
        if (!hold.HasReturned)
        {
            hold.HasReturned = true;
            Spare(memory);
            return;
        }

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
            if (Interlocked.Exchange(ref old.Memory, null) is { } memory) Spare(memory);
            return;
        }
    }

    private void Spare(ViewerMemory memory)
    {
        if (_spare.Count < MaxSpare) _spare.Enqueue(memory);
    }
}
