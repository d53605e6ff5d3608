using System.CommandLine;
using Tasker.Cli.Commands.Planning;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Executors.Processes;
using Tasker.Planning.Files;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker doctor</c>: what Tasker needs here, and what was left behind. Changes nothing, unless it is asked to repair the state of a plan.</summary>
internal static class DoctorCommand
{
    private const long LittleSpace = 1L << 30;

    public static void Fill(Command command, Session session)
    {
        var (json, project) = (PlanOptions.Json(), PlanOptions.Project());
        var folder = new Option<string?>("--planning-dir", "-p") { Description = "The folder of the plan; default: TASKER_DIR, else .tasker of the project.", HelpName = "dir" };
        var repair = new Option<bool>("--repair") { Description = "Make a broken or missing state of a plan anew from what is there; the broken file is kept." };
        var dryRun = new Option<bool>("--dry-run") { Description = "With --repair: show what would be done, and write nothing." };
        foreach (var option in new Option[] { json, project, folder, repair, dryRun })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(dryRun) && !result.GetValue(repair))
            {
                result.AddError("--dry-run shows what --repair would do: write 'tasker doctor --repair --dry-run'.");
            }
        });
        command.SetAction((parse, cancellationToken) =>
        {
            var at = Project.Of(session, parse.GetValue(project));
            var plan = new PlanRepair(session, PlanningFolder.Find(parse.GetValue(folder), session.Variable, at.Root));
            return parse.GetValue(repair) ? plan.RunAsync(parse.GetValue(dryRun), parse.GetValue(json), cancellationToken) : CheckAsync(session, at, plan, parse.GetValue(json), cancellationToken);
        });
    }

    private static async Task<int> CheckAsync(Session session, Project project, PlanRepair plan, bool json, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>
        {
            new("tasker", true, $"{ProductVersion.Text} on .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}", ""),
            new("project", true, project.Root, ""),
            Disk(project),
            Settings(session, project),
        };
        await RunsAsync(session, project, findings, cancellationToken);
        if (plan.Look() is var (isFine, found, fix))
        {
            findings.Add(new Finding("plan", isFine, found, fix));
        }

        if (json)
        {
            await session.Out.WriteLineAsync(Json(findings));
        }
        else
        {
            foreach (var finding in findings)
            {
                var mark = finding.IsFine ? session.OutInk.Green("✓") : session.OutInk.Red("✗");
                await session.Out.WriteLineAsync($"{mark} {finding.Check,-10} {finding.Found}{(finding.Fix.Length > 0 ? $" {finding.Fix}" : "")}");
            }
        }

        return findings.TrueForAll(f => f.IsFine) ? ExitCode.Done : ExitCode.Failed;
    }

    private static Finding Disk(Project project)
    {
        try
        {
            var free = new DriveInfo(project.Root).AvailableFreeSpace;
            return new Finding("disk", free >= LittleSpace, $"{free / (1 << 20):N0} MiB free.", free >= LittleSpace ? "" : "Make room: logs and the journal are written here.");
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding("disk", true, "free space is unknown", "");
        }
    }

    private static Finding Settings(Session session, Project project)
    {
        var read = project.ReadSettings(session);
        if (!read.IsUsable)
        {
            return new Finding("settings", false, DiagnosticsPrinter.Count(read.Diagnostics) + ".", read.Diagnostics[0].ToString());
        }

        var agents = read.Value.Agents.Keys.ToArray();
        return new Finding("settings", true, agents.Length == 0 ? "no agents configured" : $"agents: {string.Join(", ", agents)}", "");
    }

    private static async Task RunsAsync(Session session, Project project, List<Finding> findings, CancellationToken cancellationToken)
    {
        if (!File.Exists(project.StorePath))
        {
            findings.Add(new Finding("journal", true, "no runs yet", ""));
            return;
        }

        var (open, total, hosted) = (new List<RunRecord>(), 0, new HashSet<string>(StringComparer.Ordinal));
        try
        {
            await using var journal = project.OpenJournal(session.Time);
            await foreach (var run in journal.ListAsync(new RunFilter(), cancellationToken))
            {
                total++;
                if (run.Summary.EndedAt is null)
                {
                    open.Add(run);
                    await RunReader.ReadAsync(journal, run.RunId, null, cancellationToken);
                }

                if (run.Owner is { } owner && OwnerProcess.IsAlive(owner))
                {
                    hosted.Add(run.RunId);
                }
            }

            findings.Add(new Finding("journal", true, $"{total} runs, {open.Count} open, {hosted.Count} hosted now", ""));
        }
        catch (JournalException broken)
        {
            findings.Add(new Finding("journal", false, broken.Message, ""));
        }

        var left = open.Where(r => !hosted.Contains(r.RunId)).Select(r => r.RunId).ToArray();
        if (left.Length > 0)
        {
            findings.Add(new Finding("left runs", false, $"nobody hosts {string.Join(", ", left.Take(5))}.", $"Go on with 'tasker runs resume {left[0]}', or end with 'tasker runs abort {left[0]}'."));
        }

        var known = open.Select(r => r.RunId).ToHashSet(StringComparer.Ordinal);
        var strays = Strays.Find(project.Root).Where(s => known.Contains(s.RunId) && !hosted.Contains(s.RunId)).ToArray();
        if (strays.Length > 0)
        {
            findings.Add(new Finding("strays", false, $"processes of runs that nobody hosts: {string.Join(", ", strays.Take(5).Select(s => $"{s.ProcessId} ({s.Name})"))}.", "Resuming or aborting the run finds them again."));
        }
    }

    private static string Json(List<Finding> findings) => JsonText.Object(
        writer =>
        {
            writer.WriteBoolean("ok", findings.TrueForAll(f => f.IsFine));
            writer.WriteStartArray("checks");
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("check", finding.Check);
                writer.WriteBoolean("ok", finding.IsFine);
                writer.WriteString("found", finding.Found);
                writer.WriteString("fix", finding.Fix);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        },
        indented: true);

    private sealed record Finding(string Check, bool IsFine, string Found, string Fix);
}
