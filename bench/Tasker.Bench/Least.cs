using System.Globalization;
using Tasker.Executors.Processes;

namespace Tasker.Bench;

/// <summary>
/// The least that running agents can take: a program of C without any engine (<c>least.c</c>) that starts them and leaves the files that
/// each of them must leave.
/// </summary>
internal sealed class Least
{
    private const string Compiler = "cc";

    /// <summary>Why there is none; the cell of a table.</summary>
    public const string Missing = $"no {Compiler}";

    private readonly string _program;

    private Least(string program) => _program = program;

    /// <summary>Compiles it; null without a compiler of C.</summary>
    /// <param name="folder">Gets the program.</param>
    public static Least? Make(string folder)
    {
        if (Programs.Find(Compiler) is null)
        {
            return null;
        }

        using (var source = typeof(Least).Assembly.GetManifestResourceStream("least.c")!)
        using (var file = File.Create(Path.Combine(folder, "least.c")))
        {
            source.CopyTo(file);
        }

        Programs.Time(Compiler, ["-O2", "-o", "least", "least.c"], folder);
        return new Least(Path.Combine(folder, "least"));
    }

    /// <summary>Runs so many tasks that do nothing.</summary>
    /// <param name="project">Gets the files, in a folder of their own.</param>
    /// <param name="tasks">How many.</param>
    /// <param name="jobs">The most at the same time.</param>
    /// <param name="isWrapped">True: the exit code survives whoever started the program, by the wrapper that Tasker uses.</param>
    public Took Run(string project, int tasks, int jobs, bool isWrapped)
    {
        var folder = Path.Combine(project, isWrapped ? "least-wrapped" : "least");
        string[] arguments = [Text(tasks), Text(jobs), folder, Programs.Find("true")!];
        if (isWrapped)
        {
            arguments = [.. arguments, Programs.Find("sh")!, ExitRecord.Wrapper];
        }

        return Took.Of(_program, arguments, project);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
