using System.Globalization;
using Tasker.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Arguments.Parse(args) is not { } asked)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

var report = new Report(Console.Out);
report.Machine();
foreach (var section in asked.Sections)
{
    switch (section)
    {
        case "compare":
            using (var folder = new TemporaryFolder())
            {
                report.Compare(
                    from steps in asked.Sizes ?? [1000, 10_000]
                    from shape in Graphs.Shapes
                    select Compare.Run(asked.Tasker, folder.Path, shape, steps, asked.Jobs, asked.Repeats));
            }

            break;
        case "in-process":
            await InProcess.RunAsync(50_000);
            await report.InProcessAsync((asked.Sizes ?? [1000, 10_000, 100_000, 1_000_000]).Select(InProcess.RunAsync));
            break;
        case "resume":
            report.Resume(100_000, await Resume.SecondsAsync(100_000, asked.Repeats));
            break;
        case "latency":
            await Latency.MillisecondsAsync(1000);
            report.Latency(await Latency.MillisecondsAsync(5000));
            break;
        case "trees":
            using (var folder = new TemporaryFolder())
            {
                report.Checked((asked.Sizes ?? [1000, 10_000, 100_000])
                    .Select(n => Trees.Check(asked.Tasker, folder.Path, n, asked.Repeats)));
                report.Ran(
                    asked.Jobs,
                    (asked.Sizes ?? [1000, 10_000]).Select(n => Trees.Run(asked.Tasker, folder.Path, n, asked.Jobs, asked.Repeats)));
            }

            break;
        case "plans":
            report.Plans((asked.Sizes ?? [30, 5000])
                .SelectMany(n => PlanCommands.Run(asked.Tasker, asked.Empty, asked.Reader, n, asked.Repeats * 3)));
            break;
        case "start":
            report.Start(Start.Run(asked.Tasker, asked.Empty, asked.Repeats * 4));
            break;
    }
}

return 0;
