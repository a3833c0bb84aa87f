using System.Data.Common;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Profiles.Contracts;

namespace Profiles.Api.Http;

/// <summary>Where faults and bare status codes become problem documents; only the unexpected is logged.</summary>
internal sealed partial class FaultBoundary(RequestDelegate next, ILogger<FaultBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        Problem? problem = null;
        try
        {
            await next(context);
            if (IsBareError(context.Response)) problem = Problem.OfStatus(context.Response.StatusCode, context.Request);
        }
        catch (IngestionRefusedException refused)
        {
            problem = new Problem(StatusCodes.Status503ServiceUnavailable, refused.Code, refused.Message)
            {
                RetryAfter = refused.RetryAfter,
            };
        }
        catch (BadHttpRequestException bad)
        {
            problem = Problem.OfStatus(bad.StatusCode, context.Request);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: there is nobody to answer, and nothing was promised.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (ConnectionResetException)
        {
            // As above, before the server has noticed.
            return;
        }
        catch (Exception exception) when (exception is IOException or DbException)
        {
            LogStorage(logger, context.Request.Method, context.Request.Path, exception.Message);
            problem = new Problem(
                StatusCodes.Status503ServiceUnavailable, "storage-unavailable", exception.Message)
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }
        catch (Exception exception) when (exception is PartitionElsewhereException or OrleansException)
        {
            LogElsewhere(logger, context.Request.Method, context.Request.Path, exception.Message);
            problem = new Problem(
                StatusCodes.Status503ServiceUnavailable, "unavailable",
                "The viewer's host is being replaced: try again in a moment.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }
        catch (Exception exception)
        {
            LogFault(logger, exception, context.Request.Method, context.Request.Path);
            problem = new Problem(
                StatusCodes.Status500InternalServerError, "fault", "The request failed on our side; the log says why.");
        }

        if (problem is not null) await AnswerAsync(context, problem);
    }

    private static bool IsBareError(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null };

    private static async Task AnswerAsync(HttpContext context, Problem problem)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allow;
        try
        {
            await problem.ExecuteAsync(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // As above: nobody is there to answer.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} met storage that is unavailable: {Reason}")]
    private static partial void LogStorage(ILogger logger, string method, PathString path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} met a grain that moves: {Reason}")]
    private static partial void LogElsewhere(ILogger logger, string method, PathString path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFault(ILogger logger, Exception exception, string method, PathString path);
}
