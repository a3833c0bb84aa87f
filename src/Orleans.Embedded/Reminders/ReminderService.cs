using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Invocation;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Delivers the ticks of all reminders, each by a timer of its own.</summary>
internal sealed partial class ReminderService(
    IReminderStore store,
    GrainRuntime runtime,
    IOptions<ReminderOptions> options,
    ILogger<ReminderService> logger)
    : IHostedService, IDisposable
{
    private static readonly GrainMethod Method =
        new("Orleans.IRemindable", nameof(IRemindable.ReceiveReminder), GrainMethodOptions.None);

    /// <summary>The longest time a system timer takes; a longer wait is taken in steps.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<(GrainId, string), Reminder> _reminders = new();

    /// <summary>How many reminders there are.</summary>
    public int Count => _reminders.Count;

    private TimeProvider Time => runtime.Time;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await store.ReadAllAsync())
            Schedule(row);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public async Task<IGrainReminder> RegisterOrUpdateAsync(
        GrainId grainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, options.Value.MinimumReminderPeriod);
        var row = new ReminderRow(grainId, reminderName, runtime.Time.GetUtcNow().UtcDateTime + dueTime, period);
        await store.WriteAsync(row);
        Schedule(row);
        return row;
    }

    public async Task UnregisterAsync(GrainId grainId, IGrainReminder reminder)
    {
        if (!_reminders.TryRemove((grainId, reminder.ReminderName), out var found))
            throw new ReminderException($"Grain {grainId} has no reminder '{reminder.ReminderName}'.");
        found.Dispose();
        await store.RemoveAsync(grainId, reminder.ReminderName);
    }

    public Task<IGrainReminder?> GetAsync(GrainId grainId, string reminderName) =>
        Task.FromResult<IGrainReminder?>(_reminders.GetValueOrDefault((grainId, reminderName))?.Row);

    public void Dispose()
    {
        foreach (var reminder in _reminders.Values)
            reminder.Dispose();
        _reminders.Clear();
    }

    private void Schedule(ReminderRow row)
    {
        var reminder = new Reminder(this, row);
        _reminders.AddOrUpdate((row.GrainId, row.ReminderName), reminder, (_, before) =>
        {
            before.Dispose();
            return reminder;
        });
        reminder.WaitForNext();
    }

    private async Task DeliverAsync(ReminderRow row, DateTime now)
    {
        try
        {
            Activation? last = null;
            var tick = new Tick(row.ReminderName, new TickStatus(row.StartAt, row.Period, now));
            await runtime.Call<Tick, Unit>(
                runtime.FindClass(row.GrainId.Type), row.GrainId.Key, in tick, Method, ref last);
            runtime.Instruments.ReminderTicks.Add(1);
        }
        catch (Exception exception)
        {
            LogTickFailed(row.ReminderName, row.GrainId.ToString(), exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reminder {ReminderName} of grain {GrainId} failed")]
    private partial void LogTickFailed(string reminderName, string grainId, Exception exception);

    private readonly struct Tick(string reminderName, TickStatus status) : IGrainCall<Unit>
    {
        public CancellationToken CancellationToken => default;

        public ValueTask<Unit> Invoke(object grain) =>
            GrainCall.From(((IRemindable)grain).ReceiveReminder(reminderName, status));
    }

    private sealed class Reminder : IDisposable
    {
        private readonly ReminderService _service;
        private readonly ITimer _timer;
        private DateTime _next;

        public Reminder(ReminderService service, ReminderRow row)
        {
            _service = service;
            Row = row;
            _next = row.StartAt;
            _timer = service.Time.CreateTimer(
                static state => _ = ((Reminder)state!).OnDueAsync(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        public ReminderRow Row { get; }

        public void WaitForNext()
        {
            var now = Now();
            if (_next < now)
            {
                // Ticks that are over are not made up for: the next one keeps to the grid of the first.
                var missed = (now - _next).Ticks / Row.Period.Ticks;
                _next += Row.Period * missed;
                if (_next < now)
                    _next += Row.Period;
            }

            var wait = _next - now;
            _timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => _timer.Dispose();

        private DateTime Now() => _service.Time.GetUtcNow().UtcDateTime;

        private async Task OnDueAsync()
        {
            var now = Now();
            if (now >= _next)
            {
                _next += Row.Period;
                await _service.DeliverAsync(Row, now);
            }

            WaitForNext();
        }
    }
}
