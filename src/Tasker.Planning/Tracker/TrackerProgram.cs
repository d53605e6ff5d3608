using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tracker;

/// <summary>The program of the issue tracker, <c>bd</c>. It gets arguments one by one; no shell reads them.</summary>
/// <param name="directory">The target directory, which it works in; absolute.</param>
/// <param name="variable">Reads the environment: <c>TASKER_BD</c> names another program, <c>PATH</c> says where it is looked for.</param>
public sealed partial class TrackerProgram(string directory, Func<string, string?> variable)
{
    /// <summary>Its name.</summary>
    public const string Name = "bd";

    private const int LargestOutput = 64 << 20;

    /// <summary>Options that show all issues, closed ones too; versions differ in which of them they know.</summary>
    private static readonly string[][] Everything = [["--all", "--limit=0"], ["--limit=0"], ["--all"], []];

    private readonly string? _path = ProgramPath.Find(variable("TASKER_BD") is { Length: > 0 } other ? other : Name, directory, variable("PATH"));

    /// <summary>How long it may take.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Where it is; null: it is not installed.</summary>
    public string? ProgramFile => _path;

    /// <summary>True when the tracker has been set up in the directory.</summary>
    public bool IsSetUp => Directory.Exists(Path.Combine(directory, ".beads"));

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="PlanningException">It is not installed, it failed, or it did not end within two minutes.</exception>
    public async Task<string> AskAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_path ?? throw NotInstalled())
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Begin(start);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await Task.WhenAll(output, error, process.WaitForExitAsync(limit.Token));
            return process.ExitCode != 0
                ? throw new PlanningException(PlanningCodes.Io, $"'{Name} {start.ArgumentList[0]}' ended with {process.ExitCode}: {OneLine((await error).Length > 0 ? await error : await output)}")
                : (await output).Length > LargestOutput ? throw new PlanningException(PlanningCodes.Io, $"'{Name} {start.ArgumentList[0]}' answered with more than {LargestOutput >> 20} MB.")
                : await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken)
                : new PlanningException(PlanningCodes.Io, $"'{Name} {start.ArgumentList[0]}' did not end within {Patience.TotalMinutes:0} minutes and was stopped.");
        }
    }

    /// <summary>The id of an issue in what the program answered: as JSON, else as words.</summary>
    /// <exception cref="PlanningException">There is none.</exception>
    public static string IdIn(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var id = FromJson(answer) ?? (Words().Match(answer) is { Success: true } match ? match.Groups["id"].Value : null);
        return id is not null && Id().IsMatch(id) ? id : throw new PlanningException(PlanningCodes.Io, $"'{Name} create' names no issue: {OneLine(answer)}");
    }

    /// <summary>The issue that carries a reference; null when there is none.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="label">A label that it has, most likely; where it is not found so, all are looked through.</param>
    /// <exception cref="PlanningException">The program failed, or answered what is no list of issues.</exception>
    public async Task<string?> FindAsync(string reference, string label, CancellationToken cancellationToken)
    {
        foreach (var filter in new[] { new[] { $"--label={label}" }, [] })
        {
            var answer = await ListAsync(filter, cancellationToken);
            if (Issues(answer).FirstOrDefault(issue => issue.Text("external_ref") == reference).Text("id") is { } id)
            {
                return Id().IsMatch(id) ? id : throw new PlanningException(PlanningCodes.Io, $"'{Name} list' names no issue: {OneLine(id)}");
            }
        }

        return null;
    }

    private async Task<string> ListAsync(string[] filter, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await AskAsync(["list", .. filter, .. Everything[i], "--json"], cancellationToken);
            }
            catch (PlanningException refused) when (i + 1 < Everything.Length && refused.Message.Contains("unknown flag", StringComparison.Ordinal))
            {
                // An older version; fewer options are tried.
            }
        }
    }

    private static IEnumerable<JsonNode?> Issues(string answer)
    {
        try
        {
            var node = JsonNode.Parse(answer.Trim().Length > 0 ? answer : "[]");
            return node as JsonArray ?? node.Field("issues") as JsonArray ?? (node is null ? [] : throw NoList(answer));
        }
        catch (JsonException)
        {
            throw NoList(answer);
        }
    }

    private static PlanningException NoList(string answer) => new(PlanningCodes.Io, $"'{Name} list' answered with no list of issues: {OneLine(answer)}");

    private static string? FromJson(string answer)
    {
        try
        {
            var node = JsonNode.Parse(answer.Trim().Length > 0 ? answer : "null");
            return (node is JsonArray { Count: > 0 } list ? list[0] : node).FirstText("id");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception refused) when (refused is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new PlanningException(PlanningCodes.Io, $"'{_path}' cannot be started: {OneLine(refused.Message)}");
        }
    }

    private static PlanningException NotInstalled() => new(
        PlanningCodes.NotFound, $"The issue tracker '{Name}' is not installed: PATH has no such program. Install it (Beads), or name it with the variable TASKER_BD.");

    private static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var c in string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Take(400))
        {
            line.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return line.Length == 0 ? "it said nothing" : line.ToString();
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex Id();

    [GeneratedRegex(@"(?i)(created( issue)?|issue|id)\s*:?\s+(?<id>[A-Za-z0-9][A-Za-z0-9._]*-[A-Za-z0-9._-]*[A-Za-z0-9])")]
    private static partial Regex Words();
}
