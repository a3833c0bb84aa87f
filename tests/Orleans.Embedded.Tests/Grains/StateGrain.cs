using Orleans.Core;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

public sealed class StateGrain([PersistentState("note")] IPersistentState<Note> note, IGrainContext context)
    : Grain, IStateGrain
{
    private static int s_lastIdentity;

    private readonly int _identity = Interlocked.Increment(ref s_lastIdentity);

    public Task<string?> ReadAsync() => Task.FromResult(note.State.Text);

    public async Task<string> WriteAsync(string text)
    {
        note.State.Text = text;
        await note.WriteStateAsync();
        return note.Etag!;
    }

    public async Task WriteToAnotherVersionAsync(string text)
    {
        // The same record under a version of its own: what a second writer would do.
        await ((IStorage)note).ReadStateAsync();
        ((IGrainState<Note>)note).ETag = "another";
        note.State.Text = text;
        await note.WriteStateAsync();
    }

    public Task ClearAsync() => note.ClearStateAsync();

    public Task RereadAsync() => note.ReadStateAsync();

    public Task<bool> ExistsAsync() => Task.FromResult(note.RecordExists && context.GrainInstance == this);

    public Task<int> IdentityAsync() => Task.FromResult(_identity);
}
