using Tasker.Storage.Tests.Host;

// append FILE RUN       appends until it is killed; says each append on stdout once it is durable
// read FILE RUN         counts the facts of a run
// bench FOLDER          measures the journal on the disk of a folder
return args switch
{
    ["append", var file, var run] => await AppendForEver.RunAsync(file, run),
    ["read", var file, var run] => await AppendForEver.CountAsync(file, run),
    ["bench", var folder] => await Bench.RunAsync(folder),
    _ => 2,
};
