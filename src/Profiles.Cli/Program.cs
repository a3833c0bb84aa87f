using Profiles.Cli;

return await CommandLine.RunAsync(args, CliConsole.OfProcess(), CancellationToken.None);
