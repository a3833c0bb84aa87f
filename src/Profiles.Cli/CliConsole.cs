using System.Text;
using Spectre.Console;

namespace Profiles.Cli;

/// <summary>Where a command writes: results to the output, everything else to the error stream.</summary>
/// <param name="Out">Lines of results.</param>
/// <param name="OutStream">The same place, for bytes.</param>
/// <param name="Error">Reasons, rejections and progress.</param>
/// <param name="IsInteractive">A person watches the error stream, so that progress is shown.</param>
internal sealed record CliConsole(TextWriter Out, Stream OutStream, TextWriter Error, bool IsInteractive)
{
    /// <summary>The streams of the process.</summary>
    public static CliConsole OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = Console.OpenStandardOutput();
        return new CliConsole(
            new StreamWriter(output, utf8) { AutoFlush = true }, output,
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            !Console.IsErrorRedirected);
    }

    /// <summary>Runs long work under a progress bar, or without one where nobody watches.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work; it is given what to tell the part that is done, from 0 to 1.</param>
    public async Task<T> WithProgressAsync<T>(string title, Func<IProgress<double>, Task<T>> work)
    {
        if (!IsInteractive) return await work(new Steps(null));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Steps(context.AddTask(Markup.Escape(title), maxValue: 1))));
    }

    private sealed class Steps(ProgressTask? bar) : IProgress<double>
    {
        public void Report(double value)
        {
            if (bar is not null) bar.Value = value;
        }
    }
}
