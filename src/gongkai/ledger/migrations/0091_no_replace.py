# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
from django.db import migrations

from gongkai.ledger.triggers import install_replace, remove_replace


class Migration(migrations.Migration):
    dependencies = [("ledger", "0090_triggers")]
    operations = [migrations.RunPython(install_replace, remove_replace)]
