using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Formats.FrontDoors;

namespace Tasker.Cli.Projects;

/// <summary>Finds a task of phases by its name: the file <c>NAME.md</c> in the folder of tasks.</summary>
internal static class TaskNames
{
    private const string UsualFolder = "tasks";
    private const string NotThere = "TSK1904";

    /// <summary>The path that is meant: the path itself where something lies there, else the file of that name.</summary>
    public static ParseResult<string> Resolve(Session session, PlanRequest request)
    {
        var (name, folder) = (request.Path, request.TasksFolder ?? UsualFolder);
        if (request.TasksFolder is null && (Path.Exists(session.FullPath(name)) || !IsName(name) || !Directory.Exists(session.FullPath(folder))))
        {
            return new ParseResult<string>(name, []);
        }

        if (!IsName(name))
        {
            return Refused(name, $"'{name}' is no name of a task.", "A name has no '/', and does not begin with a dot.", $"Write the name of a file in '{folder}' without '.md'.");
        }

        var file = name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? name : $"{name}.md";
        if (File.Exists(Path.Combine(session.FullPath(folder), file)))
        {
            return new ParseResult<string>(Path.Combine(folder, file), []);
        }

        var known = FrontDoorFinder.PhaseTasks(session.FullPath(folder));
        if (known.Count == 0 && request.TasksFolder is null)
        {
            return new ParseResult<string>(name, []); // A folder of other files; what was typed is a path, and nothing is there.
        }

        return Refused(
            name, $"The task '{name}' was not found in '{folder}'.",
            known.Count == 0 ? "There are no tasks there." : $"Tasks there are {string.Join(", ", known.Take(10))}{(known.Count > 10 ? " …" : "")}.",
            Suggestions.DidYouMean(name, known, "Name one of them, or another folder with --tasks-dir."));
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 200 && name[0] != '.' && name.AsSpan().IndexOfAny('/', '\\', '\0') < 0;

    private static ParseResult<string> Refused(string name, string what, string why, string fix) =>
        new(null, [new Diagnostic(NotThere, Severity.Error, new Place(name), what, why, fix)]);
}
